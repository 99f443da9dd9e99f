#pragma once

#include "protocol/lsp_text.h"
#include "server/language/reporting.h"
#include "server/rpc/dispatcher.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace unify_ls::language {

/// What the language features need from the rest of the house.
struct Surroundings {
  Clock& clock;
  TaskGroup& tasks;
  rpc::Connection& connection;
  /// The codes that the settings for a repository silence; asks the client where it can be asked.
  std::function<Task<std::vector<std::string>>(std::string root)> ignored_codes;
  /// What the workspace's folders are clones of.
  std::function<Task<Clones>()> clones;
};

/// The features that an editor shows in the text of a file. Each request is answered from the text as it
/// stood when the request arrived.
class Language {
 public:
  explicit Language(Surroundings surroundings);

  void register_methods(rpc::Dispatcher& dispatcher);

  void set_abilities(const protocol::ClientAbilities& abilities);

  /// For the answer to `initialize`.
  void add_capabilities(json::object& capabilities) const;

  /// Asks the client to tell of other files that change, where it can.
  void watch_files();

  /// Folders were added or removed.
  void look_for_clones();

  /// A folder was opened, or settings have changed: they are read for the repositories that are known.
  void read_settings();

 private:
  using Read = std::shared_ptr<const Analysis>;

  void open(protocol::DidOpenTextDocumentParams params);
  void change(const protocol::DidChangeTextDocumentParams& params);
  void close(const protocol::TextDocumentParams& params);
  void save(const protocol::TextDocumentParams& params);
  void read_settings_of(const std::string& root);
  Task<> refresh_settings(std::string root);
  Task<> refresh_clones();
  Task<> register_with_client(json::object registrations);

  Task<rpc::Answer> diagnose(Read analysis, protocol::DocumentDiagnosticParams params);
  Task<rpc::Answer> list_actions(Read analysis, protocol::CodeActionParams params);
  Task<rpc::Answer> list_symbols(Read analysis);
  Task<rpc::Answer> fold(Read analysis);
  Task<rpc::Answer> select(Read analysis, protocol::SelectionRangeParams params);
  Task<rpc::Answer> link(Read analysis);

  documents::Encoding encoding() const { return reporting_.form().encoding; }

  Surroundings surroundings_;
  Texts texts_;
  Reporting reporting_;
  protocol::ClientAbilities can_;
  std::set<std::string> roots_; ///< repositories of the texts that were opened
};

} // namespace unify_ls::language
