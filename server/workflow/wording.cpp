#include "server/workflow/wording.h"

#include "protocol/utf8.h"
#include "server/workflow/near.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::workflow {

namespace {

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029; }

bool is_bidirectional(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

} // namespace

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t length = 0; !text.empty();) {
    const protocol::CodePoint point = protocol::first_code_point(text);
    text.remove_prefix(point.bytes.size());
    if (is_control(point.value) || is_bidirectional(point.value)) continue;
    if (length++ == max_quoted_length) {
      out += "…";
      break;
    }
    out += point.valid ? point.bytes : "\uFFFD";
  }
  return out + '"';
}

std::string quoted_list(std::span<const std::string> names) {
  const std::size_t shown = std::min(names.size(), max_listed_names);
  std::string out;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) out += ", ";
    out += quoted(names[i]);
  }
  if (shown < names.size()) out += fmt::format(" and {} more", names.size() - shown);
  return out;
}

std::string did_you_mean(std::string_view wanted, std::span<const std::string> known) {
  const auto near = near_names(wanted, known, 1);
  return near.empty() ? std::string() : fmt::format(" Did you mean {}?", quoted(near.front()));
}

} // namespace unify_ls::workflow
