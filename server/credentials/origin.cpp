#include "server/credentials/origin.h"

#include <algorithm>
#include <string>

namespace unify_ls::credentials {
namespace {

/// DNS names have at most 253 characters; with brackets and a port this is enough for every host.
constexpr std::size_t longest_host = 270;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '.' || c == '_';
}

bool is_address_character(char c) { return (c >= 'a' && c <= 'f') || is_digit(c) || c == ':' || c == '.'; }

/// Takes the host's name off the front of `rest`. False when there is none.
bool take_name(std::string_view& rest) {
  if (rest.starts_with('[')) {
    const std::size_t end = rest.find(']');
    if (end == std::string_view::npos || end == 1) return false;
    if (!std::ranges::all_of(rest.substr(1, end - 1), is_address_character)) return false;
    rest.remove_prefix(end + 1);
    return true;
  }
  const auto end = std::ranges::find_if_not(rest, is_name_character);
  const auto length = static_cast<std::size_t>(end - rest.begin());
  rest.remove_prefix(length);
  return length > 0;
}

bool is_port(std::string_view text, std::string_view scheme) {
  if (text.empty() || text.size() > 5 || text.front() == '0') return false;
  if (!std::ranges::all_of(text, is_digit)) return false;
  return text != (scheme == "https" ? "443" : "80");
}

} // namespace

std::optional<OriginParts> parts_of_origin(std::string_view origin) {
  OriginParts parts;
  for (const std::string_view scheme : {"https", "http"}) {
    if (!origin.starts_with(scheme) || !origin.substr(scheme.size()).starts_with("://")) continue;
    parts.scheme = scheme;
    parts.host = origin.substr(scheme.size() + 3);
  }
  if (parts.scheme.empty() || parts.host.size() > longest_host) return std::nullopt;
  std::string_view rest = parts.host;
  if (!take_name(rest)) return std::nullopt;
  if (rest.empty()) return parts;
  if (rest.front() != ':' || !is_port(rest.substr(1), parts.scheme)) return std::nullopt;
  return parts;
}

Result<OriginParts> exact_origin(std::string_view origin) {
  const std::optional<OriginParts> parts = parts_of_origin(origin);
  if (parts) return *parts;
  return fail(ErrorKind::secretStore,
              "A token is kept for an exact origin such as https://api.cloudbees.io only: check apiUrl.");
}

} // namespace unify_ls::credentials
