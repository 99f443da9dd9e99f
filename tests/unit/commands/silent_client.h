#pragma once

#include "server/commands/client.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace unify_ls::testing {

/// A client that is told things and remembers them, and answers what it was given answers for.
class SilentClient final : public commands::Client {
 public:
  void show(protocol::MessageType, std::string_view message) override { shown.emplace_back(message); }

  Task<commands::Asked> ask(const protocol::FormField& field) override;
  Task<bool> open(std::string) override;
  Task<bool> show_document(std::string uri) override;
  Task<std::unique_ptr<commands::Progress>> progress(std::string, std::optional<commands::json::value>,
                                                     std::function<void()>) override;

  void run_changed(const protocol::RunChanged&) override { ++changes; }

  Task<commands::json::value> configuration(std::string) override;

  bool knows_field_kind(std::string_view kind) const override { return kinds.contains(kind); }

  bool preselects() const override { return false; }

  bool takes_yes_and_no() const override { return false; }

  bool fills_in_forms() const override { return false; }

  bool shows_run_events() const override { return false; }

  bool is_plain() const override { return true; }

  bool stays() const override { return true; }

  bool utf8_positions() const override { return false; }

  using Answer = std::function<commands::json::value(const protocol::FormField& field)>;

  std::map<std::string, Answer, std::less<>> answers; ///< by the field's id
  bool leaves = false;                      ///< the questions that it has no answer to; else it cannot ask
  std::set<std::string, std::less<>> kinds; ///< of fields that it knows
  commands::json::value settings = nullptr;
  std::vector<protocol::FormField> asked;
  std::vector<std::string> shown;
  std::vector<std::string> documents; ///< that it was to show
  bool shows_documents = false;
  int changes = 0;
};

} // namespace unify_ls::testing
