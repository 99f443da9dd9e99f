#pragma once

#include "protocol/lsp_place.h"
#include "server/language/lenses.h"
#include "server/language/navigation.h"
#include "server/language/neighbours.h"
#include "server/language/reporting.h"
#include "server/rpc/dispatcher.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace unify_ls::language {

/// What the language features need from the rest of the house.
struct Surroundings {
  documents::Documents& documents; ///< filled by the language features, read by others
  Clock& clock;
  TaskGroup& tasks;
  rpc::Connection& connection;
  /// The codes that the settings for a repository silence; asks the client where it can be asked.
  std::function<Task<std::vector<std::string>>(std::string root)> ignored_codes;
  /// What the workspace's folders are clones of.
  std::function<Task<Clones>()> clones;
  /// The last run of the workflow in a file, by the journal.
  std::function<std::optional<LastRun>(const std::string& path)> last_run;
  /// What can be started where a run document at a path says.
  std::function<Task<workflow::Runnable>(std::string path, workflow::RunHead head)> runnable;
  /// The folders that the editor has open.
  std::function<std::vector<std::string>()> folders;
};

/// The features that an editor shows in the text of a file. Each request is answered from the text as it
/// stood when the request arrived.
class Language {
 public:
  explicit Language(Surroundings surroundings);

  void register_methods(rpc::Dispatcher& dispatcher);

  void set_abilities(const protocol::ClientAbilities& abilities, const protocol::TypingAbilities& typing);

  /// For the answer to `initialize`.
  void add_capabilities(json::object& capabilities) const;

  /// Asks the client to tell of settings and of other files that change, where it can.
  void listen_for_changes();

  /// Folders were added or removed.
  void look_for_clones();

  /// What the journal says of a run has changed.
  void refresh_lenses();

  /// A folder was opened, or settings have changed: they are read for the repositories that are known.
  void read_settings();

 private:
  using Read = std::shared_ptr<const Analysis>;

  /// The text is read when its request arrives; the answer is a task, which can be cancelled.
  template <class Params>
  void on_text(rpc::Dispatcher& dispatcher, const char* method,
               Task<rpc::Answer> (Language::*answer)(Read, Params)) {
    dispatcher.on_request<Params>(method, [this, answer](Params params) {
      Read read = texts_.read(params.textDocument.uri); // before the parameters are given away
      return (this->*answer)(std::move(read), std::move(params));
    });
  }

  void open(protocol::DidOpenTextDocumentParams params);
  void change(const protocol::DidChangeTextDocumentParams& params);
  void close(const protocol::TextDocumentParams& params);
  void save(const protocol::TextDocumentParams& params);
  /// Files have changed that may not be open.
  void see(const protocol::DidChangeWatchedFilesParams& params);
  void read_settings_of(const std::string& root);
  Task<> refresh_settings(std::string root);
  Task<> refresh_clones();
  Task<> learn(Read analysis);
  bool leads_there(const Analysis& earlier);
  Task<> look_at_run(std::string uri);
  Task<> register_with_client(json::object registrations);

  Task<rpc::Answer> diagnose(Read analysis, protocol::DocumentDiagnosticParams params);
  Task<rpc::Answer> list_actions(Read analysis, protocol::CodeActionParams params);
  Task<rpc::Answer> list_symbols(Read analysis);
  Task<rpc::Answer> fold(Read analysis);
  Task<rpc::Answer> select(Read analysis, protocol::SelectionRangeParams params);
  Task<rpc::Answer> link(Read analysis);

  // place_requests.cpp
  void register_place_methods(rpc::Dispatcher& dispatcher);
  void add_place_capabilities(json::object& capabilities) const;
  Task<rpc::Answer> complete(Read analysis, protocol::TextDocumentPositionParams params);
  Task<rpc::Answer> hover(Read analysis, protocol::TextDocumentPositionParams params);
  Task<rpc::Answer> define(Read analysis, protocol::TextDocumentPositionParams params);
  Task<rpc::Answer> list_references(Read analysis, protocol::ReferenceParams params);
  Task<rpc::Answer> highlight(Read analysis, protocol::TextDocumentPositionParams params);
  Task<rpc::Answer> prepare_rename(Read analysis, protocol::TextDocumentPositionParams params);
  Task<rpc::Answer> rename(Read analysis, protocol::RenameParams params);
  protocol::VersionedTextDocumentIdentifier identity_of(const Analysis& analysis) const;
  std::size_t byte_of(const Analysis& analysis, protocol::Position position) const;

  // document_requests.cpp
  void register_document_methods(rpc::Dispatcher& dispatcher);
  static void add_document_capabilities(json::object& capabilities);
  workflow::Span span_of(const Analysis& analysis, const protocol::Range& range) const;
  Task<rpc::Answer> list_tokens(Read analysis, std::optional<protocol::Range> range);
  Task<rpc::Answer> list_hints(Read analysis, protocol::Range range);
  Task<rpc::Answer> list_lenses(Read analysis);
  Task<rpc::Answer> find_symbols(protocol::WorkspaceSymbolParams params);
  Task<> ask_to_refresh_lenses();

  documents::Encoding encoding() const { return reporting_.form().encoding; }

  Surroundings surroundings_;
  Texts texts_{surroundings_.documents};
  Neighbours neighbours_{texts_};
  Navigation navigation_{neighbours_, texts_.workspace()};
  Reporting reporting_;
  protocol::ClientAbilities can_;
  protocol::TypingAbilities can_when_typing_;
  std::set<std::string> roots_; ///< repositories of the texts that were opened
};

} // namespace unify_ls::language
