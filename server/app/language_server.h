#pragma once

#include "server/app/editor_client.h"
#include "server/app/house.h"
#include "server/language/language.h"
#include "server/rpc/dispatcher.h"

namespace unify_ls {

/// Why the client wants us to go.
enum class Farewell { exit, editor_died };

/// What we say in `initialize`, and the methods that a client may call. Owns nothing that works.
class LanguageServer {
 public:
  LanguageServer(House& house, rpc::Connection& connection, EditorClient& client, Clock& clock,
                 TaskGroup& tasks, Log& log, std::function<void(Farewell)> ended);

  rpc::Dispatcher& dispatcher() { return dispatcher_; }

 private:
  Task<rpc::Answer> initialize(protocol::InitializeParams params);
  Task<rpc::Answer> execute(protocol::ExecuteCommandParams params);
  Task<rpc::Answer> resolve(protocol::ResolvableCommand command);
  Task<rpc::Answer> list_enum(protocol::ListEnumParams params);
  void initialized();
  void change_settings(const boost::json::value& settings);
  void change_folders(const protocol::DidChangeWorkspaceFoldersParams& params);
  void take_up_runs();
  Task<std::vector<std::string>> ignored_codes(std::string root);
  Task<language::Clones> clones();
  std::optional<language::LastRun> last_run(const std::string& path) const;
  boost::json::object capabilities() const;

  House& house_;
  EditorClient& client_;
  TaskGroup& tasks_;
  Log& log_;
  std::function<void(Farewell)> ended_;
  rpc::Dispatcher dispatcher_;
  language::Language language_;
  protocol::ClientAbilities can_;
  bool expiry_told_ = false;
};

} // namespace unify_ls
