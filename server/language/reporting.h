#pragma once

#include "protocol/lsp.h"
#include "server/base/clock.h"
#include "server/language/texts.h"
#include "server/rpc/connection.h"

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace unify_ls::language {

namespace json = boost::json;

/// A new finding on the line that is being typed waits this long, so that half a key does not flash.
inline constexpr std::chrono::milliseconds typing_pause{300};

/// Says what was found in the open texts: to a client that asks, when it asks; to any other, whenever
/// something has changed. Never both.
///
/// Changes that wait in the input are taken in together before one look at the text. Held back is what is
/// new, on the line of the last change, and not older than `typing_pause`. A client that asks and cannot be
/// told to ask again gets everything at once.
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
    std::set<std::string> findings{};
    SteadyTime typed{};      ///< when it was changed last
    std::string published{}; ///< as text, to say nothing twice; empty for "nothing was ever said"
  };

  void look_soon(const std::string& uri);
  Task<> look_at_changed();
  Task<> wait_for_pause();
  Task<> ask_to_refresh();
  void publish(const std::string& uri);
  std::vector<protocol::Diagnostic> visible(const Analysis& analysis);
  bool is_held(const workflow::Finding& finding, const Analysis& analysis, const Shown& shown) const;

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
  bool held_ = false; ///< whether something waits to be said
  SteadyTime pause_ends_{};
};

} // namespace unify_ls::language
