#include "server/base/origin.h"

#include <algorithm>
#include <charconv>

namespace unify_ls {
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

/// Nothing unless it is a port as everybody writes it, and not the scheme's own.
std::optional<int> read_port(std::string_view digits, std::string_view scheme) {
  constexpr int highest = 65535;
  int number = 0;
  const char* const end = digits.data() + digits.size();
  // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): its end goes along
  const auto read = std::from_chars(digits.data(), end, number);
  const bool whole = read.ec == std::errc{} && read.ptr == end && !digits.starts_with('0');
  if (!whole || number <= 0 || number > highest || number == default_port(scheme)) return std::nullopt;
  return number;
}

} // namespace

int default_port(std::string_view scheme) { return scheme == "https" ? 443 : 80; }

std::optional<OriginParts> parts_of_origin(std::string_view origin) {
  const std::size_t scheme_end = origin.find("://");
  if (scheme_end == origin.npos) return std::nullopt;
  OriginParts parts{.scheme = origin.substr(0, scheme_end), .host = origin.substr(scheme_end + 3)};
  if ((parts.scheme != "https" && parts.scheme != "http") || parts.host.size() > longest_host)
    return std::nullopt;
  std::string_view rest = parts.host;
  if (!take_name(rest)) return std::nullopt;
  parts.name = parts.host.substr(0, parts.host.size() - rest.size());
  parts.port = default_port(parts.scheme);
  if (rest.empty()) return parts;
  if (rest.front() != ':') return std::nullopt;
  const std::optional<int> port = read_port(rest.substr(1), parts.scheme);
  if (!port) return std::nullopt;
  parts.port = *port;
  return parts;
}

} // namespace unify_ls
