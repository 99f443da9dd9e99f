#pragma once

#include "protocol/lsp.h"
#include "server/base/clock.h"
#include "server/commands/client.h"
#include "server/rpc/connection.h"
#include "server/rpc/progress.h"

#include <functional>

namespace unify_ls {

/// The editor on the wire, as the commands see it. It uses only what the editor declared.
class EditorClient final : public commands::Client {
 public:
  EditorClient(rpc::Connection& connection, const Clock& clock)
      : connection_(connection),
        progress_(connection, clock) {}

  void set_abilities(protocol::ClientAbilities abilities);

  /// `hear` is called whenever something was learned of a run, whatever the editor can show.
  void on_run_changed(std::function<void()> hear) { hear_ = std::move(hear); }

  rpc::ProgressBoard& progress_board() { return progress_; }

  void show(protocol::MessageType type, std::string_view message) override;
  Task<commands::Asked> ask(const protocol::FormField& field) override;
  Task<bool> open(std::string url) override;
  Task<bool> show_document(std::string uri) override;
  Task<std::unique_ptr<commands::Progress>> progress(std::string title,
                                                     std::optional<boost::json::value> token,
                                                     std::function<void()> cancelled) override;
  void run_changed(const protocol::RunChanged& change) override;
  Task<boost::json::value> configuration(std::string folder) override;
  bool knows_field_kind(std::string_view kind) const override;

  /// Messages, which stand in for forms, have no place for a mark.
  bool preselects() const override { return can_.forms && can_.preselects; }

  bool takes_yes_and_no() const override { return false; }

  bool fills_in_forms() const override { return can_.forms; }

  bool shows_run_events() const override { return can_.run_events; }

  bool is_plain() const override { return !can_.forms && !can_.unify_protocol; }

  bool stays() const override { return true; }

  bool utf8_positions() const override { return can_.utf8_positions; }

 private:
  Task<bool> show(protocol::ShowDocumentParams params);

  rpc::Connection& connection_;
  rpc::ProgressBoard progress_;
  std::function<void()> hear_ = [] {};
  protocol::ClientAbilities can_;
};

} // namespace unify_ls
