#pragma once

#include "protocol/lsp.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The part of LSP that is about open texts, in its own spelling. It models only what is read or sent.
namespace unify_ls::protocol {

struct TextDocumentItem {
  std::string uri;
  std::int64_t version = 0;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(TextDocumentItem, (), (uri, version, text))

struct DidOpenTextDocumentParams {
  TextDocumentItem textDocument;
};
BOOST_DESCRIBE_STRUCT(DidOpenTextDocumentParams, (), (textDocument))

/// Of a text, and where a version is said, of that version of it.
struct TextDocumentIdentifier {
  std::string uri;
  std::optional<std::int64_t> version{};
};
BOOST_DESCRIBE_STRUCT(TextDocumentIdentifier, (), (uri, version))

struct TextDocumentContentChangeEvent {
  std::optional<Range> range;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(TextDocumentContentChangeEvent, (), (range, text))

struct DidChangeTextDocumentParams {
  TextDocumentIdentifier textDocument;
  std::vector<TextDocumentContentChangeEvent> contentChanges;
};
BOOST_DESCRIBE_STRUCT(DidChangeTextDocumentParams, (), (textDocument, contentChanges))

/// Of didClose, didSave, and every request that is about a whole text.
struct TextDocumentParams {
  TextDocumentIdentifier textDocument;
};
BOOST_DESCRIBE_STRUCT(TextDocumentParams, (), (textDocument))

struct FileEvent {
  std::string uri;
};
BOOST_DESCRIBE_STRUCT(FileEvent, (), (uri))

struct DidChangeWatchedFilesParams {
  std::vector<FileEvent> changes;
};
BOOST_DESCRIBE_STRUCT(DidChangeWatchedFilesParams, (), (changes))

struct Location {
  std::string uri;
  Range range;
};
BOOST_DESCRIBE_STRUCT(Location, (), (uri, range))

struct DiagnosticRelatedInformation {
  Location location;
  std::string message;
};
BOOST_DESCRIBE_STRUCT(DiagnosticRelatedInformation, (), (location, message))

struct CodeDescription {
  std::string href;
};
BOOST_DESCRIBE_STRUCT(CodeDescription, (), (href))

struct Diagnostic {
  Range range;
  int severity = 1;
  std::string code;
  std::optional<CodeDescription> codeDescription;
  std::string source = "unify-ls";
  std::string message;
  std::optional<std::vector<int>> tags;
  std::optional<std::vector<DiagnosticRelatedInformation>> relatedInformation;
};
BOOST_DESCRIBE_STRUCT(Diagnostic, (),
                      (range, severity, code, codeDescription, source, message, tags, relatedInformation))

struct PublishDiagnosticsParams {
  std::string uri;
  std::optional<std::int64_t> version;
  std::vector<Diagnostic> diagnostics;
};
BOOST_DESCRIBE_STRUCT(PublishDiagnosticsParams, (), (uri, version, diagnostics))

struct DocumentDiagnosticParams {
  TextDocumentIdentifier textDocument;
  std::optional<std::string> previousResultId;
};
BOOST_DESCRIBE_STRUCT(DocumentDiagnosticParams, (), (textDocument, previousResultId))

/// `items` is absent from an unchanged report.
struct DocumentDiagnosticReport {
  std::string kind = "full";
  std::string resultId;
  std::optional<std::vector<Diagnostic>> items;
};
BOOST_DESCRIBE_STRUCT(DocumentDiagnosticReport, (), (kind, resultId, items))

struct DocumentSymbol {
  std::string name;
  std::optional<std::string> detail;
  int kind = 1;
  Range range;
  Range selectionRange;
  std::vector<DocumentSymbol> children;
};
BOOST_DESCRIBE_STRUCT(DocumentSymbol, (), (name, detail, kind, range, selectionRange, children))

/// For clients without the hierarchy.
struct SymbolInformation {
  std::string name;
  int kind = 1;
  Location location;
  std::optional<std::string> containerName;
};
BOOST_DESCRIBE_STRUCT(SymbolInformation, (), (name, kind, location, containerName))

struct FoldingRange {
  unsigned startLine = 0;
  unsigned endLine = 0;
  std::optional<std::string> kind;
};
BOOST_DESCRIBE_STRUCT(FoldingRange, (), (startLine, endLine, kind))

struct SelectionRangeParams {
  TextDocumentIdentifier textDocument;
  std::vector<Position> positions;
};
BOOST_DESCRIBE_STRUCT(SelectionRangeParams, (), (textDocument, positions))

struct DocumentLink {
  Range range;
  std::string target;
  std::optional<std::string> tooltip;
};
BOOST_DESCRIBE_STRUCT(DocumentLink, (), (range, target, tooltip))

} // namespace unify_ls::protocol
