#include "server/workflow/checks/edits.h"

#include <algorithm>
#include <utility>

namespace unify_ls::workflow {

namespace {

constexpr std::string_view white = " \t\r\n";

std::size_t index_of(const YamlNode& mapping, const YamlEntry& entry) {
  const auto found = std::ranges::find(mapping.entries, entry.key, &YamlEntry::key);
  return static_cast<std::size_t>(found - mapping.entries.begin());
}

} // namespace

std::string_view line_break_of(std::string_view text) {
  const std::size_t at = text.find('\n');
  return at != std::string_view::npos && at > 0 && text[at - 1] == '\r' ? "\r\n" : "\n";
}

std::size_t line_start(std::string_view text, std::size_t at) {
  const std::size_t end = at == 0 ? std::string_view::npos : text.find_last_of('\n', at - 1);
  return end == std::string_view::npos ? 0 : end + 1;
}

std::size_t next_line(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end + 1;
}

std::size_t indent_of(std::string_view text, std::size_t at) {
  const std::size_t start = line_start(text, at);
  return std::min(text.find_first_not_of(' ', start), text.size()) - start;
}

std::size_t column_of(std::string_view text, std::size_t at) { return at - line_start(text, at); }

bool begins_line(std::string_view text, std::size_t at) { return column_of(text, at) == indent_of(text, at); }

std::size_t content_end(std::string_view text, std::size_t begin, std::size_t end) {
  while (end > begin && white.contains(text[end - 1])) --end;
  return end;
}

Fix replace(std::string title, Span span, std::string text) {
  return {.title = std::move(title), .edits = {{.span = span, .text = std::move(text)}}};
}

std::optional<TextEdit> remove_entry(std::string_view text, const YamlNode& mapping, const YamlEntry& entry) {
  if (mapping.flow) return std::nullopt;
  const std::size_t begin = entry.key->span.begin;
  const std::size_t end =
      content_end(text, entry.key->span.end, std::max(entry.value->span.end, entry.key->span.end));
  if (begins_line(text, begin))
    return TextEdit{.span = {.begin = line_start(text, begin), .end = next_line(text, end)}, .text = {}};
  // The first entry of a list's item: the dash stays for the next one.
  const std::size_t next = index_of(mapping, entry) + 1;
  if (next >= mapping.entries.size()) return std::nullopt;
  return TextEdit{.span = {.begin = begin, .end = mapping.entries[next].key->span.begin}, .text = {}};
}

std::optional<TextEdit> remove_item(std::string_view text, const YamlNode& list, const YamlNode& item) {
  const auto found =
      std::ranges::find_if(list.items, [&item](const YamlNode* one) { return one->span == item.span; });
  if (found == list.items.end() || list.items.size() < 2) return std::nullopt;
  if (!list.flow) {
    const std::size_t start = line_start(text, item.span.begin);
    return TextEdit{.span = {.begin = start, .end = next_line(text, item.span.end)}, .text = {}};
  }
  if (found + 1 != list.items.end())
    return TextEdit{.span = {.begin = item.span.begin, .end = (*(found + 1))->span.begin}, .text = {}};
  return TextEdit{.span = {.begin = (*(found - 1))->span.end, .end = item.span.end}, .text = {}};
}

TextEdit line_before(std::string_view text, std::size_t at, std::size_t indent, std::string_view line) {
  const std::size_t start = line_start(text, at);
  std::string added(indent, ' ');
  added += line;
  added += line_break_of(text);
  return {.span = {.begin = start, .end = start}, .text = std::move(added)};
}

TextEdit line_below(std::string_view text, const YamlEntry& entry, std::string_view line) {
  const std::size_t end =
      content_end(text, entry.key->span.end, std::max(entry.key->span.end, entry.value->span.end));
  const std::size_t next = next_line(text, end);
  const bool ends_in_break = next > 0 && next <= text.size() && text[next - 1] == '\n';
  std::string added;
  if (!ends_in_break) added += line_break_of(text);
  added += std::string(column_of(text, entry.key->span.begin), ' ');
  added += line;
  if (ends_in_break) added += line_break_of(text);
  return {.span = {.begin = next, .end = next}, .text = std::move(added)};
}

std::vector<TextEdit> indented(std::string_view text, std::size_t begin, std::size_t end, std::size_t by) {
  std::vector<TextEdit> edits;
  for (std::size_t at = line_start(text, begin); at < end; at = next_line(text, at)) {
    const bool empty = std::min(text.find_first_not_of(white, at), text.size()) >= next_line(text, at);
    if (!empty) edits.push_back({.span = {.begin = at, .end = at}, .text = std::string(by, ' ')});
  }
  return edits;
}

} // namespace unify_ls::workflow
