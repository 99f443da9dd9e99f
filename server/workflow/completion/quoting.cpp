#include "server/workflow/completion/quoting.h"

#include "server/base/text.h"
#include "server/workflow/run_document/write.h"

#include <fmt/format.h>

namespace unify_ls::workflow {
namespace {

using Style = YamlNode::Style;

/// Whether only double quotes can hold it: it has a line end, or another character that YAML wants escaped.
bool needs_escapes(std::string_view text) {
  return yaml_scalar(fmt::format(".{}.", text)).starts_with('"'); // blanks at its ends are no reason
}

/// Whether a plain text would end in it, or go on as something else.
bool ends_plain(std::string_view text, bool flow) {
  for (const std::string_view end : {": ", ":\t", " #", "\t#"})
    if (text.contains(end)) return true;
  return flow && text.find_first_of(",[]{}") != std::string_view::npos;
}

/// Whether YAML would read something else where this is written without quotes.
bool is_special(std::string_view text, bool flow) {
  if (text.empty() || trimmed(text) != text || text.ends_with(':') || ends_plain(text, flow)) return true;
  const std::string lower = lower_ascii(text);
  return std::string_view("*&!|>%@`#{}[],'\"?-:").contains(text.front()) || lower == "~" || lower == "null";
}

std::string doubled(std::string_view text) {
  std::string out;
  for (const char character : text) out += character == '\'' ? std::string("''") : std::string(1, character);
  return out;
}

std::string escaped(std::string_view text) {
  if (needs_escapes(text)) { // then it has its double quotes already
    const std::string quoted = yaml_scalar(text);
    return quoted.substr(1, quoted.size() - 2);
  }
  std::string out;
  for (const char character : text) {
    if (character == '"' || character == '\\') out += '\\';
    out += character;
  }
  return out;
}

} // namespace

std::optional<std::string> as_value(std::string_view text, ScalarPlace place) {
  if (place.style != Style::plain) return as_part(text, place);
  return is_special(text, place.flow) || needs_escapes(text) ? yaml_scalar(text) : std::string(text);
}

std::optional<std::string> as_part(std::string_view text, ScalarPlace place) {
  if (place.style == Style::double_quoted) return escaped(text);
  if (needs_escapes(text)) return std::nullopt;
  if (place.style == Style::single_quoted) return doubled(text);
  if (place.style == Style::plain && ends_plain(text, place.flow)) return std::nullopt;
  return std::string(text);
}

} // namespace unify_ls::workflow
