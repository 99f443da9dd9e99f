#pragma once

#include "server/cli/terminal_input.h"
#include "server/cli/terminal_output.h"
#include "server/commands/client.h"

#include <functional>

namespace unify_ls::cli {

/// Wrong answers in a row after which a question counts as left.
inline constexpr int wrong_answers_limit = 20;

/// A person at a terminal, or a script, as the commands see them. Both ends outlive it.
class TerminalClient final : public commands::Client {
 public:
  TerminalClient(TerminalInput& input, TerminalOutput& output) : input_(input), output_(output) {}

  /// Questions are for a terminal only: a script, and a person who wants none, gets an error that names what
  /// is missing.
  bool can_ask() const { return asks_ && input_.is_person(); }

  void never_ask() { asks_ = false; }

  /// Who hears of changes of runs; nobody at first.
  void tell_changes_to(std::function<void(const protocol::Run&)> listener) {
    listener_ = std::move(listener);
  }

  void show(protocol::MessageType type, std::string_view message) override;

  /// Ctrl-C, Ctrl-D and, in a list, `q` decline.
  Task<commands::Asked> ask(const protocol::FormField& field) override;

  /// Never: a terminal may be far from any browser. The verbs print the address.
  Task<bool> open(std::string url) override;
  Task<bool> show_document(std::string uri) override;

  /// One line that is written over; null where there is no terminal. Ctrl-C is how it is cancelled.
  Task<std::unique_ptr<commands::Progress>> progress(std::string title,
                                                     std::optional<boost::json::value> token,
                                                     std::function<void()> cancelled) override;

  void run_changed(const protocol::RunChanged& change) override;
  Task<boost::json::value> configuration(std::string folder) override;
  bool knows_field_kind(std::string_view kind) const override;

  bool preselects() const override { return true; }

  bool takes_yes_and_no() const override { return true; }

  bool fills_in_forms() const override { return false; }

  bool shows_run_events() const override { return true; }

  bool is_plain() const override { return false; }

  bool stays() const override { return false; }

  bool utf8_positions() const override { return false; }

 private:
  TerminalInput& input_;
  TerminalOutput& output_;
  bool asks_ = true;
  std::function<void(const protocol::Run&)> listener_{};
};

} // namespace unify_ls::cli
