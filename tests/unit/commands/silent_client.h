#pragma once

#include "server/commands/client.h"

#include <string>
#include <vector>

namespace unify_ls::testing {

/// A client that can do nothing but be told things, and remembers them.
class SilentClient final : public commands::Client {
 public:
  void show(protocol::MessageType, std::string_view message) override { shown.emplace_back(message); }

  Task<commands::Asked> ask(const protocol::FormField&) override { co_return commands::Asked{}; }

  Task<bool> open(std::string) override { co_return false; }

  Task<std::unique_ptr<commands::Progress>> progress(std::string, std::optional<commands::json::value>,
                                                     std::function<void()>) override {
    co_return nullptr;
  }

  void run_changed(const protocol::RunChanged&) override { ++changes; }

  Task<commands::json::value> configuration(std::string) override { co_return nullptr; }

  bool knows_field_kind(std::string_view) const override { return false; }

  bool preselects() const override { return false; }

  bool takes_yes_and_no() const override { return false; }

  bool fills_in_forms() const override { return false; }

  bool shows_run_events() const override { return false; }

  bool is_plain() const override { return true; }

  bool stays() const override { return true; }

  bool utf8_positions() const override { return false; }

  std::vector<std::string> shown;
  int changes = 0;
};

} // namespace unify_ls::testing
