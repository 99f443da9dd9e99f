#include "server/credentials/key_values.h"

#include <algorithm>

namespace unify_ls::credentials {

WipedText key_value_lines(std::initializer_list<KeyValue> pairs) {
  std::size_t size = 0;
  for (const auto& [key, value] : pairs) size += key.size() + value.size() + 2;
  std::string lines;
  lines.reserve(std::max<std::size_t>(size, 64)); // never the short form that lives inside the object
  for (const auto& [key, value] : pairs) lines.append(key).append("=").append(value).append("\n");
  return WipedText(std::move(lines));
}

std::optional<std::string_view> value_of(std::string_view lines, std::string_view key) {
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with(key) && line.substr(key.size()).starts_with('=')) return line.substr(key.size() + 1);
  }
  return std::nullopt;
}

} // namespace unify_ls::credentials
