#include "server/commands/markdown.h"

#include "server/commands/questions.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::commands::markdown {
namespace {

constexpr std::size_t value_limit = 500;
constexpr std::size_t shortest_fence = 3;
/// What can mean something wherever it stands, and what can at the beginning of a line.
constexpr std::string_view meaningful = "\\`*_[]<>|~&@$";
constexpr std::string_view meaningful_first = "#+-=";

std::size_t longest_run_of_backticks(std::string_view text) {
  std::size_t longest = 0;
  std::size_t length = 0;
  for (const char c : text) longest = std::max(longest, length = c == '`' ? length + 1 : 0);
  return longest;
}

std::string literal(std::string_view text) {
  std::string literal;
  for (const char c : text) {
    const bool first = literal.empty() && meaningful_first.contains(c);
    const bool of_address = c == '/' && literal.ends_with('/');
    if (meaningful.contains(c) || first || of_address) literal += '\\';
    literal += c;
  }
  return literal;
}

} // namespace

std::string code(std::string_view text) {
  if (text.empty()) return "(empty)";
  std::string cell;
  for (const char c : shown(text, value_limit)) cell += c == '|' ? std::string("\\|") : std::string(1, c);
  const std::string fence(longest_run_of_backticks(cell) + 1, '`');
  const std::string_view apart = cell.starts_with('`') || cell.ends_with('`') ? " " : "";
  return fmt::format("{0}{1}{2}{1}{0}", fence, apart, cell);
}

std::string prose(std::string_view text) {
  const bool in_pairs = std::ranges::count(text, '`') % 2 == 0 && longest_run_of_backticks(text) < 2;
  if (!in_pairs) return literal(text);
  std::string prose;
  for (bool is_code = false; true; is_code = !is_code) {
    const std::size_t end = std::min(text.find('`'), text.size());
    prose += is_code ? code(text.substr(0, end)) : literal(text.substr(0, end));
    if (end == text.size()) return prose;
    text.remove_prefix(end + 1);
  }
}

std::string block(std::string_view text, std::string_view language) {
  const std::string fence(std::max(shortest_fence, longest_run_of_backticks(text) + 1), '`');
  return fmt::format("{0}{1}\n{2}{3}{0}\n", fence, language, text, text.ends_with('\n') ? "" : "\n");
}

void Table::row(std::string_view name, const std::string& cell) {
  rows_ += fmt::format("| {} | {} |\n", name, cell);
}

void Table::row_if(std::string_view name, const std::optional<std::string>& value) {
  if (value) row(name, code(*value));
}

std::string Table::text(std::string_view title) const {
  return rows_.empty() ? "" : fmt::format("\n| {} | |\n| --- | --- |\n{}", title, rows_);
}

} // namespace unify_ls::commands::markdown
