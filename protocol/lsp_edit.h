#pragma once

#include "protocol/lsp_text.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// The part of LSP that is about changing texts and doing things with them, in its own spelling.
namespace unify_ls::protocol {

struct CodeActionContext {
  std::optional<std::vector<std::string>> only;
};
BOOST_DESCRIBE_STRUCT(CodeActionContext, (), (only))

struct CodeActionParams {
  TextDocumentIdentifier textDocument;
  Range range;
  CodeActionContext context;
};
BOOST_DESCRIBE_STRUCT(CodeActionParams, (), (textDocument, range, context))

struct TextEdit {
  Range range;
  std::string newText;
};
BOOST_DESCRIBE_STRUCT(TextEdit, (), (range, newText))

/// A text that is not open has the version null.
struct VersionedTextDocumentIdentifier {
  std::string uri;
  json::value version;
};
BOOST_DESCRIBE_STRUCT(VersionedTextDocumentIdentifier, (), (uri, version))

struct TextDocumentEdit {
  VersionedTextDocumentIdentifier textDocument;
  std::vector<TextEdit> edits;
};
BOOST_DESCRIBE_STRUCT(TextDocumentEdit, (), (textDocument, edits))

/// `documentChanges` where the client has them, for they name the version; else `changes`.
struct WorkspaceEdit {
  std::optional<std::map<std::string, std::vector<TextEdit>>> changes;
  std::optional<std::vector<TextDocumentEdit>> documentChanges;
};
BOOST_DESCRIBE_STRUCT(WorkspaceEdit, (), (changes, documentChanges))

/// One without a command only says something.
struct Command {
  std::string title;
  std::string command{};
  std::optional<json::array> arguments{};
};
BOOST_DESCRIBE_STRUCT(Command, (), (title, command, arguments))

/// Either an edit or a command. What is no edit has no kind that LSP names.
struct CodeAction {
  std::string title;
  std::optional<std::string> kind{};
  std::optional<std::vector<Diagnostic>> diagnostics{};
  std::optional<bool> isPreferred{};
  std::optional<WorkspaceEdit> edit{};
  std::optional<Command> command{};
};
BOOST_DESCRIBE_STRUCT(CodeAction, (), (title, kind, diagnostics, isPreferred, edit, command))

} // namespace unify_ls::protocol
