#pragma once

#include "server/workflow/checks/finding.h"
#include "server/workflow/yaml_tree.h"

#include <optional>
#include <string>
#include <string_view>

/// Changes of a text that keep its lines, its indentation and what surrounds them.
namespace unify_ls::workflow {

/// How the lines of a text end, as its first one does.
std::string_view line_break_of(std::string_view text);
std::size_t line_start(std::string_view text, std::size_t at);
/// Where the next line begins, or the end of the text.
std::size_t next_line(std::string_view text, std::size_t at);
/// How far the line of `at` is indented.
std::size_t indent_of(std::string_view text, std::size_t at);
/// The column of `at`, in bytes.
std::size_t column_of(std::string_view text, std::size_t at);
/// Whether nothing but blanks precedes `at` in its line.
bool begins_line(std::string_view text, std::size_t at);
/// `end`, without the blanks and line ends before it.
std::size_t content_end(std::string_view text, std::size_t begin, std::size_t end);

Fix replace(std::string title, Span span, std::string text);

/// Takes an entry out of a block mapping, with its lines. Nothing where it does not have them to itself.
std::optional<TextEdit> remove_entry(std::string_view text, const YamlNode& mapping, const YamlEntry& entry);

/// Takes an item out of a list, with its line or its comma.
std::optional<TextEdit> remove_item(std::string_view text, const YamlNode& list, const YamlNode& item);

/// A line of its own in front of the line in which `at` stands, with that line's indentation or another.
TextEdit line_before(std::string_view text, std::size_t at, std::size_t indent, std::string_view line);

/// A line of its own below an entry of a block mapping, as deep as its key.
TextEdit line_below(std::string_view text, const YamlEntry& entry, std::string_view line);

/// Moves the lines from `begin` to `end` to the right.
std::vector<TextEdit> indented(std::string_view text, std::size_t begin, std::size_t end, std::size_t by);

} // namespace unify_ls::workflow
