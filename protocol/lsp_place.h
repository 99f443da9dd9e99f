#pragma once

#include "protocol/lsp_edit.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The part of LSP that is about a place in an open text, in its own spelling.
namespace unify_ls::protocol {

/// What a client can do where something is typed. Absent or odd capabilities read as "no".
struct TypingAbilities {
  bool snippets = false;
  bool insert_text_modes = false;
  /// Markdown, in the documentation of offers and in hovers.
  bool markdown_offers = false;
  bool markdown_hovers = false;
  bool prepares_rename = false;
  bool refreshes_lenses = false;
};

TypingAbilities typing_abilities_of(const json::object& capabilities);

struct TextDocumentPositionParams {
  TextDocumentIdentifier textDocument;
  Position position;
};
BOOST_DESCRIBE_STRUCT(TextDocumentPositionParams, (), (textDocument, position))

struct MarkupContent {
  std::string kind = "markdown";
  std::string value;
};
BOOST_DESCRIBE_STRUCT(MarkupContent, (), (kind, value))

/// Formats: 1 is a plain text, 2 a snippet. Mode 1 leaves the indentation as it is.
struct CompletionItem {
  std::string label;
  int kind = 1;
  std::optional<std::string> detail;
  std::optional<MarkupContent> documentation;
  std::string sortText;
  int insertTextFormat = 1;
  std::optional<int> insertTextMode;
  TextEdit textEdit;
  std::optional<std::vector<TextEdit>> additionalTextEdits;
};
BOOST_DESCRIBE_STRUCT(CompletionItem, (),
                      (label, kind, detail, documentation, sortText, insertTextFormat, insertTextMode,
                       textEdit, additionalTextEdits))

struct CompletionList {
  bool isIncomplete = false;
  std::vector<CompletionItem> items;
};
BOOST_DESCRIBE_STRUCT(CompletionList, (), (isIncomplete, items))

struct Hover {
  MarkupContent contents;
  Range range;
};
BOOST_DESCRIBE_STRUCT(Hover, (), (contents, range))

struct ReferenceContext {
  bool includeDeclaration = false;
};
BOOST_DESCRIBE_STRUCT(ReferenceContext, (), (includeDeclaration))

struct ReferenceParams {
  TextDocumentIdentifier textDocument;
  Position position;
  ReferenceContext context;
};
BOOST_DESCRIBE_STRUCT(ReferenceParams, (), (textDocument, position, context))

/// Kinds: 1 text, 2 a place that reads, 3 one that declares.
struct DocumentHighlight {
  Range range;
  int kind = 1;
};
BOOST_DESCRIBE_STRUCT(DocumentHighlight, (), (range, kind))

struct RenameParams {
  TextDocumentIdentifier textDocument;
  Position position;
  std::string newName;
};
BOOST_DESCRIBE_STRUCT(RenameParams, (), (textDocument, position, newName))

struct PreparedRename {
  Range range;
  std::string placeholder;
};
BOOST_DESCRIBE_STRUCT(PreparedRename, (), (range, placeholder))

/// Of requests about a part of a text.
struct RangeParams {
  TextDocumentIdentifier textDocument;
  Range range;
};
BOOST_DESCRIBE_STRUCT(RangeParams, (), (textDocument, range))

struct SemanticTokens {
  std::vector<std::uint32_t> data;
};
BOOST_DESCRIBE_STRUCT(SemanticTokens, (), (data))

struct InlayHint {
  Position position;
  std::string label;
  bool paddingLeft = true;
};
BOOST_DESCRIBE_STRUCT(InlayHint, (), (position, label, paddingLeft))

struct CodeLens {
  Range range;
  Command command;
};
BOOST_DESCRIBE_STRUCT(CodeLens, (), (range, command))

struct WorkspaceSymbolParams {
  std::string query;
};
BOOST_DESCRIBE_STRUCT(WorkspaceSymbolParams, (), (query))

} // namespace unify_ls::protocol
