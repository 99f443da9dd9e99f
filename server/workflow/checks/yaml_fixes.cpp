#include "server/workflow/checks/yaml_fixes.h"

#include "server/workflow/checks/check.h"
#include "server/workflow/checks/edits.h"
#include "server/workflow/outline_lines.h"
#include "server/workflow/yaml_tree.h"

#include <algorithm>
#include <string>
#include <utility>

namespace unify_ls::workflow {

namespace {

struct Value {
  std::size_t begin;
  std::size_t end; ///< before a comment
};

/// What stands behind the dashes and the key of a line.
Value value_of_line(std::string_view text, std::size_t at) {
  const std::size_t end_of_line = outline::end_of_line(text, at);
  std::size_t begin = outline::skip_blanks(text, line_start(text, at));
  while (outline::is_dash(text, begin)) begin = outline::skip_blanks(text, begin + 1);
  if (const auto key = outline::key_at(text, begin)) begin = outline::skip_blanks(text, key->after);
  std::size_t end = text.substr(0, end_of_line).find(" #", begin);
  end = content_end(text, begin, std::min(end, end_of_line));
  return {.begin = std::min(begin, end), .end = end};
}

std::string in_quotes(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "''" : std::string(1, c);
  return quoted + "'";
}

Fix added(std::string title, std::size_t at, std::string text) {
  return replace(std::move(title), {.begin = at, .end = at}, std::move(text));
}

/// What is open is noticed in a line further down: there, `above` it, only that is closed.
std::optional<Fix> change_of(std::string_view text, const Value& value, bool above) {
  const std::string_view written = text.substr(value.begin, value.end - value.begin);
  if (written.empty()) return std::nullopt;
  switch (written.front()) {
  case '"': return added("Close the quotation marks", value.end, "\"");
  case '\'': return added("Close the quotation marks", value.end, "'");
  case '[': return added("Close the list", value.end, "]");
  case '{': return added("Close the mapping", value.end, "}");
  default: break;
  }
  if (above) return std::nullopt;
  return replace("Put it in quotes", {.begin = value.begin, .end = value.end}, in_quotes(written));
}

} // namespace

std::optional<Fix> fix_line(std::string_view text, std::size_t at) {
  if (text.size() > max_fix_bytes) return std::nullopt;
  const std::size_t refused = line_start(text, at);
  std::size_t line = refused;
  for (std::size_t tries = 0; tries < max_fix_lines; ++tries) {
    auto fix = change_of(text, value_of_line(text, line), line < refused);
    if (fix && parse_yaml(applied(text, *fix))) return fix;
    if (line == 0) break;
    line = line_start(text, line - 1);
  }
  return std::nullopt;
}

} // namespace unify_ls::workflow
