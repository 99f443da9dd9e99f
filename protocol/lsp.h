#pragma once

#include "protocol/json.h"

#include <optional>
#include <string>
#include <vector>

/// The part of LSP that we use, in its own spelling. It models only what is read or sent.
namespace unify_ls::protocol {

struct Position {
  unsigned line = 0;
  unsigned character = 0;
};
BOOST_DESCRIBE_STRUCT(Position, (), (line, character))

struct Range {
  Position start;
  Position end;
};
BOOST_DESCRIBE_STRUCT(Range, (), (start, end))

struct WorkspaceFolder {
  std::string uri;
  std::optional<std::string> name;
};
BOOST_DESCRIBE_STRUCT(WorkspaceFolder, (), (uri, name))

struct ClientInfo {
  std::string name;
  std::optional<std::string> version;
};
BOOST_DESCRIBE_STRUCT(ClientInfo, (), (name, version))

struct InitializeParams {
  std::optional<int> processId;
  std::optional<ClientInfo> clientInfo;
  std::optional<std::string> rootUri;
  std::optional<std::string> rootPath;
  std::optional<std::vector<WorkspaceFolder>> workspaceFolders;
  std::optional<json::value> initializationOptions;
  json::object capabilities;
};
BOOST_DESCRIBE_STRUCT(InitializeParams, (),
                      (processId, clientInfo, rootUri, rootPath, workspaceFolders, initializationOptions,
                       capabilities))

/// What a client can do, flattened to the questions that we ask. Absent or odd capabilities read as "no".
struct ClientAbilities {
  bool work_done_progress = false;
  bool show_document = false;
  bool show_message_request = false;
  bool configuration = false;
  bool register_configuration_changes = false;
  bool utf8_positions = false;
  bool forms = false;
  std::vector<std::string> form_kinds{};
  /// experimental.unify.protocol; a client that sends another number than ours is told.
  std::optional<int> unify_protocol{};
  bool run_events = false;
  /// experimental.unify.preselects: it marks an entry of a list, wherever that stands.
  bool preselects = false;
  /// experimental.unify.gists: it shows sentences, and wants one with each result.
  bool gists = false;
  /// The client asks for diagnostics; it is then never sent any unasked.
  bool pull_diagnostics = false;
  bool refresh_diagnostics = false;
  bool related_information = false;
  bool code_descriptions = false;
  bool diagnostic_tags = false;
  bool code_action_literals = false;
  bool document_changes = false;
  bool symbol_hierarchy = false;
  bool register_watched_files = false;
};

ClientAbilities abilities_of(const json::object& capabilities);

struct ExecuteCommandParams {
  std::string command;
  std::optional<json::array> arguments;
  std::optional<json::value> formAnswers;
  std::optional<json::value> workDoneToken;
};
BOOST_DESCRIBE_STRUCT(ExecuteCommandParams, (), (command, arguments, formAnswers, workDoneToken))

enum class MessageType { error = 1, warning = 2, info = 3, log = 4 };

struct ShowMessageParams {
  int type = static_cast<int>(MessageType::info);
  std::string message;
};
BOOST_DESCRIBE_STRUCT(ShowMessageParams, (), (type, message))

struct MessageActionItem {
  std::string title;
};
BOOST_DESCRIBE_STRUCT(MessageActionItem, (), (title))

struct ShowMessageRequestParams {
  int type = static_cast<int>(MessageType::info);
  std::string message;
  std::vector<MessageActionItem> actions;
};
BOOST_DESCRIBE_STRUCT(ShowMessageRequestParams, (), (type, message, actions))

struct ShowDocumentParams {
  std::string uri;
  bool external = false;
  std::optional<bool> takeFocus{};
};
BOOST_DESCRIBE_STRUCT(ShowDocumentParams, (), (uri, external, takeFocus))

struct ShowDocumentResult {
  bool success = false;
};
BOOST_DESCRIBE_STRUCT(ShowDocumentResult, (), (success))

struct CancelParams {
  json::value id;
};
BOOST_DESCRIBE_STRUCT(CancelParams, (), (id))

struct WorkDoneProgressCancelParams {
  json::value token;
};
BOOST_DESCRIBE_STRUCT(WorkDoneProgressCancelParams, (), (token))

struct ConfigurationItem {
  std::optional<std::string> scopeUri;
  std::string section;
};
BOOST_DESCRIBE_STRUCT(ConfigurationItem, (), (scopeUri, section))

struct ConfigurationParams {
  std::vector<ConfigurationItem> items;
};
BOOST_DESCRIBE_STRUCT(ConfigurationParams, (), (items))

struct WorkspaceFoldersChangeEvent {
  std::vector<WorkspaceFolder> added;
  std::vector<WorkspaceFolder> removed;
};
BOOST_DESCRIBE_STRUCT(WorkspaceFoldersChangeEvent, (), (added, removed))

struct DidChangeWorkspaceFoldersParams {
  WorkspaceFoldersChangeEvent event;
};
BOOST_DESCRIBE_STRUCT(DidChangeWorkspaceFoldersParams, (), (event))

} // namespace unify_ls::protocol
