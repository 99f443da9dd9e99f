#pragma once

#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/http/url.h"
#include "server/platform/api.h"
#include "server/runs/audience.h"
#include "server/runs/journal.h"
#include "server/runs/leases.h"
#include "server/state/components.h"
#include "server/state/token_dates.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::runs {

/// What the room stands on; all of it outlives it.
struct Parts {
  asio::io_context& loop;
  Log& log;
  Clock& clock;
  TaskGroup& tasks;
  platform::Api& api; ///< one that never prompts for a keyring
  state::State& state;
  state::Components& components;
  state::TokenDates& token_dates;
  Audience& audience;
  http::BaseUrl ui_url; ///< web addresses of runs count only where they are of this host
  std::string origin;   ///< of the API
};

/// The one place through which a run goes from state to state: requested, sending, then started, refused or
/// unknown, and at last ended. It writes down what has happened, for as long as it takes, keeps the leases,
/// and tells the audience. Loop thread only.
class Record {
 public:
  explicit Record(const Parts& parts)
      : parts_(parts),
        journal_(parts.state, parts.clock),
        leases_(parts.state) {}

  const Journal& journal() const { return journal_; }

  /// The run that a person names by our id, the platform's, the beginning of one, or the run's URL; without a
  /// name the newest of `folder`, or of this machine where that is empty. notFound with a sentence when there
  /// is none, or more than one.
  Result<Run> find(const std::optional<std::string>& name, const std::string& folder) const;

  /// From requested to sending, unless it is a duplicate or its confirmation was used. Where the journal
  /// cannot be written it fails, or with `may_be_unwritten` this process alone remembers the run, which then
  /// says so.
  Task<Result<Begun>> begin(Run& run, DuplicateCheck check, bool may_be_unwritten);

  /// From what it was to `now`. `written` is called when that is in the journal, which may be during the
  /// call; never when the process ends before.
  void change(Run& run, Run now, std::function<void()> written = {});

  /// Takes a run off the lists; see Journal::hide.
  Task<Result<>> hide(std::string id);

  /// What is known by now of a run that another process may follow. What cannot be read stays as it was.
  Task<> read_again(Run& run);

  /// Takes the run's lease, and notes that it is followed here unless that is lost. True as well without a
  /// state file: nobody else can know of the run then.
  Task<bool> lead(Run& run);

  /// Gives the lease back where it is ours.
  void let_go(const std::string& id);

  /// Takes the leases of those runs of a folder that were started at `since` or later and that no living
  /// process follows.
  std::vector<Run> take_unfollowed(std::string_view folder, WallTime since);

 private:
  /// What is to be written as soon as it can be.
  struct Unwritten {
    Run run;
    bool following = false; ///< why it cannot be followed, too
    std::function<void()> written{};
  };

  Result<> write(const std::string& id);

  const Parts& parts_;
  Journal journal_;
  Leases leases_;
  std::map<std::string, Unwritten> unwritten_; ///< by our id
};

} // namespace unify_ls::runs
