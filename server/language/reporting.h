#pragma once

#include "protocol/lsp.h"
#include "server/base/clock.h"
#include "server/language/texts.h"
#include "server/language/typing.h"
#include "server/rpc/connection.h"

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace unify_ls::language {

namespace json = boost::json;

/// Says what was found in the open texts: to a client that asks, when it asks; to any other, whenever
/// something has changed. Never both.
///
/// Changes that wait in the input are taken in together before one look at the text. Something new is held
/// back for as long as `typing.h` says after the last change; what was said before and cannot be judged while
/// a line is half-typed stays. A client that asks and cannot be told to ask again gets everything at once.
class Reporting {
 public:
  Reporting(Clock& clock, TaskGroup& tasks, rpc::Connection& connection, Texts& texts)
      : clock_(clock),
        tasks_(tasks),
        connection_(connection),
        texts_(texts) {}

  void set_abilities(const protocol::ClientAbilities& abilities);

  const DiagnosticForm& form() const { return form_; }

  void opened(const std::string& uri);
  void changed(const std::string& uri);
  void closed(const std::string& uri);
  /// Something else has changed that findings may depend on: another file, or a setting.
  void look_again();

  /// The answer for a client that asks.
  protocol::DocumentDiagnosticReport report(const std::shared_ptr<const Analysis>& analysis,
                                            const std::optional<std::string>& previous);

 private:
  /// What a client knows of a text.
  struct Shown {
    std::multiset<std::string> findings{};
    SteadyTime typed{};              ///< when it was changed last
    std::optional<SteadyTime> due{}; ///< when to look again, for what is held back
    std::string published{};         ///< as text, to say nothing twice
    bool said_something{};           ///< a client may still show findings of ours
    /// The last version that was YAML, and what was said of it and needs one.
    std::shared_ptr<const Analysis> whole{};
    std::vector<workflow::Finding> said_of_whole{};
  };

  void look_soon(const std::string& uri);
  Task<> look_at_changed();
  void start_waiting();
  Task<> wait_until_due();
  std::optional<SteadyTime> next_due() const;
  void look_at_due();
  Task<> ask_to_refresh();
  void publish(const std::string& uri);
  std::vector<protocol::Diagnostic> visible(const std::shared_ptr<const Analysis>& analysis);
  std::optional<SteadyTime> due_of(const workflow::Finding& finding, const Analysis& analysis,
                                   const Shown& shown) const;

  bool may_hold() const { return !pull_ || refresh_; }

  Clock& clock_;
  TaskGroup& tasks_;
  rpc::Connection& connection_;
  Texts& texts_;
  DiagnosticForm form_;
  bool pull_ = false;
  bool refresh_ = false;
  std::map<std::string, Shown, std::less<>> shown_;
  std::set<std::string> waiting_; ///< texts to look at
  bool looking_ = false;
  bool pausing_ = false;
  std::optional<SteadyTime> others_due_{}; ///< when to look at texts that may depend on the one being typed
};

} // namespace unify_ls::language
