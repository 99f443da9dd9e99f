#pragma once

#include "server/http/url.h"

#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::http {

/// The proxy that libcurl will use for an origin, by the setting or by the usual variables. libcurl decides
/// for itself; this tells whom to blame when nobody answers. Nothing for loopback, ever.
std::optional<std::string> proxy_in_use(const Origin& origin, const std::optional<std::string>& setting);

/// "proxy.example.com:3128": a proxy's address without user, password and path, for messages.
std::string shown_proxy(std::string_view proxy);

/// Whether a value of no_proxy covers the host: "*", the host itself, or a domain above it.
bool no_proxy_covers(std::string_view list, std::string_view host);

} // namespace unify_ls::http
