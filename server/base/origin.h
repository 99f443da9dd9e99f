#pragma once

#include <optional>
#include <string_view>

namespace unify_ls {

/// An origin taken apart; the views point into the text it was read from.
struct OriginParts {
  std::string_view scheme; ///< "https" or "http"
  std::string_view host;   ///< "api.cloudbees.io[:port]", brackets of an IPv6 address included
  std::string_view name;   ///< the host without its port
  int port = 0;            ///< the scheme's own where none is written
};

/// 443 or 80.
int default_port(std::string_view scheme);

/// Reads an exact origin: scheme and host in lower case, a port other than the scheme's own or none, and
/// nothing else. A token is bound to this text, so anything that merely means the same is refused: no path,
/// no user, no trailing slash, no blank.
std::optional<OriginParts> parts_of_origin(std::string_view origin);

} // namespace unify_ls
