#include "server/http/proxy.h"

#include "server/base/process.h"
#include "server/base/text.h"

#include <algorithm>

namespace unify_ls::http {
namespace {

/// Lower case first, as libcurl looks for them.
std::optional<std::string> either_variable(const char* lower, const char* upper) {
  if (auto value = environment_variable(lower)) return value;
  return environment_variable(upper);
}

bool covers(std::string_view entry, std::string_view host) {
  if (entry == "*") return true;
  while (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.empty() || !host.ends_with(entry)) return false;
  return host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.';
}

} // namespace

bool no_proxy_covers(std::string_view list, std::string_view host) {
  const std::string entries = lower_ascii(list);
  std::string_view rest = entries;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(", \t"), rest.size());
    if (covers(rest.substr(0, end), host)) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

std::optional<std::string> proxy_in_use(const Origin& origin, const std::optional<std::string>& setting) {
  if (origin.is_loopback()) return std::nullopt;
  const auto exceptions = either_variable("no_proxy", "NO_PROXY");
  if (exceptions && no_proxy_covers(*exceptions, origin.host())) return std::nullopt;
  if (setting) return setting;
  if (auto proxy = either_variable("https_proxy", "HTTPS_PROXY")) return proxy;
  return either_variable("all_proxy", "ALL_PROXY");
}

std::string shown_proxy(std::string_view proxy) {
  if (const auto scheme = proxy.find("://"); scheme != proxy.npos) proxy.remove_prefix(scheme + 3);
  if (const auto user = proxy.rfind('@'); user != proxy.npos) proxy.remove_prefix(user + 1);
  proxy = proxy.substr(0, proxy.find_first_of("/?#"));
  return printable(proxy);
}

} // namespace unify_ls::http
