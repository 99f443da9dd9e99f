#include "server/app/editor_client.h"

#include "server/base/file_uri.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls {
namespace {

using commands::Asked;
namespace json = boost::json;

class EditorProgress final : public commands::Progress {
 public:
  explicit EditorProgress(std::unique_ptr<rpc::Progress> progress) : progress_(std::move(progress)) {}

  void report(std::string_view message) override { progress_->report(message); }

 private:
  std::unique_ptr<rpc::Progress> progress_;
};

/// The text of a question as a message, which has no place for a description of its own.
std::string message_of(const protocol::FormField& field) {
  return field.error ? *field.error + "\n" + field.description : field.description;
}

/// A message is answered by the title that was chosen, so no two titles may be alike.
std::vector<std::string> titles_of(const std::vector<protocol::FormEntry>& entries) {
  std::vector<std::string> titles;
  for (const protocol::FormEntry& entry : entries) {
    std::string title = entry.description;
    for (int number = 2; std::ranges::find(titles, title) != titles.end(); ++number)
      title = fmt::format("{} ({})", entry.description, number);
    titles.push_back(std::move(title));
  }
  return titles;
}

} // namespace

void EditorClient::set_abilities(protocol::ClientAbilities abilities) {
  can_ = std::move(abilities);
  progress_.set_supported(can_.work_done_progress);
}

void EditorClient::show(protocol::MessageType type, std::string_view message) {
  connection_.notify("window/showMessage",
                     protocol::write(protocol::ShowMessageParams{.type = static_cast<int>(type),
                                                                 .message = std::string(message)}));
}

Task<Asked> EditorClient::ask(const protocol::FormField& field) {
  // A client that fills in forms has had its questions; more of them in the course of a command would
  // surprise it.
  if (can_.forms || !can_.show_message_request || !field.type.entries) co_return Asked{};
  protocol::ShowMessageRequestParams params{.message = message_of(field)};
  const std::vector<std::string> titles = titles_of(*field.type.entries);
  for (const std::string& title : titles) params.actions.push_back({title});
  const rpc::Answer answer = co_await connection_.call("window/showMessageRequest", protocol::write(params));
  if (!answer) co_return Asked{};
  const auto chosen = protocol::read<std::optional<protocol::MessageActionItem>>(*answer);
  if (!chosen || !*chosen) co_return Asked{.outcome = Asked::Outcome::declined};
  const auto title = std::ranges::find(titles, (*chosen)->title);
  if (title == titles.end()) co_return Asked{.outcome = Asked::Outcome::declined};
  const std::string& value = (*field.type.entries)[static_cast<std::size_t>(title - titles.begin())].value;
  co_return Asked{.outcome = Asked::Outcome::answered, .answer = json::value(json::string(value))};
}

Task<bool> EditorClient::open(std::string url) { return show({.uri = std::move(url), .external = true}); }

Task<bool> EditorClient::show_document(std::string uri) {
  return show({.uri = std::move(uri), .takeFocus = true});
}

Task<bool> EditorClient::show(protocol::ShowDocumentParams params) {
  if (!can_.show_document) co_return false;
  const rpc::Answer answer = co_await connection_.call("window/showDocument", protocol::write(params));
  if (!answer) co_return false;
  const auto shown = protocol::read<protocol::ShowDocumentResult>(*answer);
  co_return shown && shown->success;
}

Task<std::unique_ptr<commands::Progress>>
EditorClient::progress(std::string title, std::optional<json::value> token, std::function<void()> cancelled) {
  auto begun = co_await progress_.begin(std::move(title), std::move(token), std::move(cancelled));
  if (!begun) co_return nullptr;
  co_return std::make_unique<EditorProgress>(std::move(begun));
}

void EditorClient::run_changed(const protocol::RunChanged& change) {
  hear_();
  if (can_.run_events) connection_.notify("unify/runChanged", protocol::write(change));
}

Task<json::value> EditorClient::configuration(std::string folder) {
  if (!can_.configuration) co_return nullptr;
  protocol::ConfigurationParams params;
  params.items.push_back({.scopeUri = uri_of_path(folder), .section = "unify"});
  const rpc::Answer answer = co_await connection_.call("workspace/configuration", protocol::write(params));
  if (!answer || !answer->is_array() || answer->get_array().empty()) co_return nullptr;
  co_return answer->get_array().front();
}

bool EditorClient::knows_field_kind(std::string_view kind) const {
  // Without forms, questions are asked as messages: choices are all that these can carry.
  if (!can_.forms) return kind == "enum";
  return std::ranges::find(can_.form_kinds, kind) != can_.form_kinds.end();
}

} // namespace unify_ls
