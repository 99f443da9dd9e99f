#include "server/app/language_server.h"

#include "server/base/process.h"
#include "server/base/text.h"
#include "server/base/time.h"
#include "server/commands/commands.h"
#include "server/commands/failures.h"
#include "server/commands/names.h"
#include "server/commands/run_documents.h"
#include "server/commands/services.h"
#include "server/commands/token_status.h"
#include "server/commands/wire.h"
#include "server/git/remote_url.h"
#include "server/git/repository.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace unify_ls {
namespace {

namespace json = boost::json;
using commands::Call;

/// Of more folders nobody asks what they are clones of.
constexpr std::size_t max_looked_at_folders = 50;

struct NoParams {};
BOOST_DESCRIBE_STRUCT(NoParams, (), ())

/// workspace/didChangeConfiguration
struct ConfigurationChange {
  json::value settings;
};
BOOST_DESCRIBE_STRUCT(ConfigurationChange, (), (settings))

std::unexpected<protocol::ResponseError> unusable(std::string message) {
  return std::unexpected(
      protocol::ResponseError{.code = protocol::code::invalid_params, .message = std::move(message)});
}

std::unexpected<protocol::ResponseError> unknown_command(const std::string& name) {
  return unusable(fmt::format("there is no command `{}`", printable(name)));
}

std::unexpected<protocol::ResponseError> refused(const Error& error) {
  return std::unexpected(commands::to_wire(error));
}

Task<> watch_editor(int process_id, Log& log, std::function<void(Farewell)> ended) {
  co_await wait_for_end_of(process_id);
  log.info("the editor (process {}) has ended", process_id);
  ended(Farewell::editor_died);
}

/// The error names what of the answers cannot be read: dropped, they would mean something else.
std::expected<Result<Call>, protocol::ResponseError> call_of(const protocol::ExecuteCommandParams& params) {
  std::vector<protocol::FormAnswer> given;
  if (params.formAnswers && !params.formAnswers->is_null()) {
    auto answers = protocol::read<std::vector<protocol::FormAnswer>>(*params.formAnswers);
    if (!answers) return unusable("formAnswers: " + answers.error().message());
    given = *std::move(answers);
  }
  const bool any = params.arguments && !params.arguments->empty();
  Result<Call> call =
      commands::Registry::read_call(params.command, any ? params.arguments->front() : nullptr);
  if (!call) return call;
  call->answers = std::move(given);
  call->progress_token = params.workDoneToken;
  return call;
}

} // namespace

LanguageServer::LanguageServer(House& house, rpc::Connection& connection, EditorClient& client, Clock& clock,
                               TaskGroup& tasks, Log& log, std::function<void(Farewell)> ended)
    : house_(house),
      client_(client),
      tasks_(tasks),
      log_(log),
      ended_(std::move(ended)),
      dispatcher_([this] { ended_(Farewell::exit); }),
      language_({.documents = house_.documents(),
                 .clock = clock,
                 .tasks = tasks,
                 .connection = connection,
                 .ignored_codes = [this](std::string root) { return ignored_codes(std::move(root)); },
                 .clones = [this] { return clones(); },
                 .last_run = [this](const std::string& path) { return last_run(path); },
                 .runnable =
                     [this](std::string path, workflow::RunHead head) {
                       return commands::runnable_at(house_.services().workspace, std::move(path),
                                                    std::move(head));
                     },
                 .folders = [this] { return house_.services().workspace.folders.all(); }}) {
  client_.on_run_changed([this] { language_.refresh_lenses(); });
  language_.register_methods(dispatcher_);
  dispatcher_.on_request<protocol::InitializeParams>(
      "initialize", [this](auto params) { return initialize(std::move(params)); });
  dispatcher_.on_request<protocol::ExecuteCommandParams>(
      "workspace/executeCommand", [this](auto params) { return execute(std::move(params)); });
  dispatcher_.on_request<protocol::ResolvableCommand>(
      "command/resolve", [this](auto command) { return resolve(std::move(command)); });
  dispatcher_.on_request<protocol::ListEnumParams>(
      "interactive/listEnum", [this](auto params) { return list_enum(std::move(params)); });
  dispatcher_.on_notification<NoParams>("initialized", [this](NoParams) { initialized(); });
  dispatcher_.on_notification<protocol::WorkDoneProgressCancelParams>(
      "window/workDoneProgress/cancel",
      [this](const auto& params) { client_.progress_board().cancel(params.token); });
  dispatcher_.on_notification<ConfigurationChange>(
      "workspace/didChangeConfiguration", [this](const auto& params) { change_settings(params.settings); });
  dispatcher_.on_notification<protocol::DidChangeWorkspaceFoldersParams>(
      "workspace/didChangeWorkspaceFolders", [this](const auto& params) { change_folders(params); });
}

Task<rpc::Answer> LanguageServer::initialize(protocol::InitializeParams params) {
  can_ = protocol::abilities_of(params.capabilities);
  client_.set_abilities(can_);
  language_.set_abilities(can_, protocol::typing_abilities_of(params.capabilities));
  if (params.initializationOptions)
    house_.services().workspace.settings.set_initialization_options(*params.initializationOptions);
  if (params.workspaceFolders) {
    for (const protocol::WorkspaceFolder& folder : *params.workspaceFolders)
      house_.services().workspace.folders.add(folder.uri);
  } else if (params.rootUri) {
    house_.services().workspace.folders.add(*params.rootUri);
  } else if (params.rootPath) {
    house_.services().workspace.folders.add(*params.rootPath);
  }
  if (params.processId && is_running(*params.processId))
    tasks_.spawn("watching the editor", watch_editor(*params.processId, log_, ended_));
  json::object result{{"capabilities", capabilities()},
                      {"serverInfo", json::object{{"name", "unify-ls"}, {"version", UNIFY_LS_VERSION}}}};
  co_return result;
}

json::object LanguageServer::capabilities() const {
  json::object unify{{"protocol", protocol::unify_protocol}, {"origin", house_.origin()}};
  json::object forms{{"kinds", json::array{"command"}}};
  json::array names;
  for (const commands::Command& command : commands::command_table()) names.emplace_back(command.name);
  json::object commands{{"commands", std::move(names)}, {"workDoneProgress", true}};
  json::object folders{{"supported", true}, {"changeNotifications", true}};
  json::object all{{"positionEncoding", can_.utf8_positions ? "utf-8" : "utf-16"},
                   {"executeCommandProvider", std::move(commands)},
                   {"workspace", json::object{{"workspaceFolders", std::move(folders)}}},
                   {"experimental", json::object{{"unify", std::move(unify)},
                                                 {"interactiveResolveProvider", std::move(forms)}}}};
  language_.add_capabilities(all);
  return all;
}

/// An editor's text may lie in a repository that is no folder of the editor's.
Task<std::vector<std::string>> LanguageServer::ignored_codes(std::string root) {
  settings::Settings settings = co_await house_.services().workspace.settings.read(root, root);
  co_return std::move(settings.folder.ignored_diagnostics.value);
}

/// One folder alone is a clone of nothing that another could mean.
Task<language::Clones> LanguageServer::clones() {
  language::Clones clones;
  const std::vector<std::string> folders = house_.services().workspace.folders.all();
  for (std::size_t i = 0; folders.size() > 1 && i < std::min(folders.size(), max_looked_at_folders); ++i) {
    const auto checkout = co_await house_.services().workspace.repositories.describe(folders[i], {});
    if (!checkout) continue;
    for (const git::Remote& remote : checkout->remotes)
      if (const auto repository = git::canonical_url(remote.url))
        clones.emplace(lower_ascii(*repository), git::repository_folder(folders[i]));
  }
  co_return clones;
}

std::optional<language::LastRun> LanguageServer::last_run(const std::string& path) const {
  const commands::Services& services = house_.services();
  std::error_code failure;
  const std::filesystem::path root = std::filesystem::canonical(language::root_of(path), failure);
  const auto listed =
      services.runs.journal().runs({.folder = root.string(), .origin = services.platform.origin()});
  if (failure || !listed) return std::nullopt;
  const std::string file = std::filesystem::path(path).filename().string();
  const auto run = std::ranges::find(*listed, file, &runs::Run::file);
  if (run == listed->end()) return std::nullopt;
  return language::LastRun{.id = run->id,
                           .state = fmt::format("{}, {}", runs::state_and_reason(*run),
                                                relative_time(run->requested_at, services.clock.now())),
                           .has_page = !run->run_url.empty()};
}

void LanguageServer::initialized() {
  if (can_.unify_protocol && *can_.unify_protocol != protocol::unify_protocol) {
    const bool older_client = *can_.unify_protocol < protocol::unify_protocol;
    client_.show(protocol::MessageType::warning,
                 fmt::format("The editor's part speaks version {} of the unify protocol and unify-ls {} "
                             "speaks version {}: upgrade {}.",
                             *can_.unify_protocol, UNIFY_LS_VERSION, protocol::unify_protocol,
                             older_client ? "the editor's plugin" : "unify-ls"));
  }
  language_.listen_for_changes();
  take_up_runs();
}

/// Unfinished runs that nobody follows any more. Nothing happens for folders without any.
void LanguageServer::take_up_runs() {
  for (const std::string& folder : house_.services().workspace.folders.all())
    tasks_.spawn("taking up runs",
                 commands::take_up_runs(house_.services().workspace, house_.services().runs, folder));
}

/// A client with `workspace/configuration` is asked again for each command; from the others this is all we
/// hear.
void LanguageServer::change_settings(const json::value& settings) {
  if (!can_.configuration) {
    const json::object* all = settings.if_object();
    const json::value* ours = all != nullptr ? all->if_contains("unify") : nullptr;
    house_.services().workspace.settings.set_initialization_options(ours != nullptr ? *ours : settings);
  }
  language_.read_settings();
}

void LanguageServer::change_folders(const protocol::DidChangeWorkspaceFoldersParams& params) {
  for (const protocol::WorkspaceFolder& folder : params.event.removed)
    house_.services().workspace.folders.remove(folder.uri);
  for (const protocol::WorkspaceFolder& folder : params.event.added)
    house_.services().workspace.folders.add(folder.uri);
  language_.look_for_clones();
}

Task<rpc::Answer> LanguageServer::execute(protocol::ExecuteCommandParams params) {
  if (!commands::find_command(params.command)) co_return unknown_command(params.command);
  auto call = call_of(params);
  if (!call) co_return std::unexpected(std::move(call.error()));
  if (!std::exchange(expiry_told_, true)) commands::warn_of_expiry(house_.services().token, client_);
  Result<commands::Outcome> outcome = co_await house_.registry().execute(*std::move(call));
  if (!outcome) co_return refused(outcome.error());
  json::value written = co_await outcome->value.to_json_in_turns();
  const bool unsaid = !outcome->shown && !outcome->gist.empty();
  if (json::object* result = written.if_object(); can_.gists && unsaid && result != nullptr)
    (*result)["gist"] = printable(outcome->gist);
  co_return written;
}

Task<rpc::Answer> LanguageServer::resolve(protocol::ResolvableCommand command) {
  if (!commands::find_command(command.command)) co_return unknown_command(command.command);
  const auto resolved = co_await house_.registry().resolve(std::move(command));
  if (!resolved) co_return refused(resolved.error());
  co_return protocol::write(*resolved);
}

Task<rpc::Answer> LanguageServer::list_enum(protocol::ListEnumParams params) {
  const auto entries = co_await house_.registry().list_enum(std::move(params));
  if (!entries) co_return refused(entries.error());
  co_return protocol::write(*entries);
}

} // namespace unify_ls
