#include "server/git/remote_url.h"

#include "server/base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace unify_ls::git {
namespace {

struct Address {
  bool local = false;
  std::string host; ///< in lower case, with the port where it is not the usual one of the web
  std::string path; ///< `owner/repo`; of a local repository its path as written
};

/// Hosts whose owners and names ignore case.
constexpr std::array<std::string_view, 3> caseless_hosts{"bitbucket.org", "github.com", "gitlab.com"};

/// Names under which the big hosts serve ssh where only the web's port is open.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> ssh_aliases{{
    {"ssh.github.com", "github.com"},
    {"altssh.gitlab.com", "gitlab.com"},
    {"altssh.bitbucket.org", "bitbucket.org"},
}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// Characters that no address on a host needs, and with which two readers come to see two hosts.
bool has_ambiguous_character(std::string_view text) { return text.find_first_of(" \\?#") != text.npos; }

bool is_host(std::string_view host) {
  if (host.starts_with('['))
    return host.ends_with(']') && host.size() > 2 &&
           host.find_first_not_of("0123456789abcdef:.", 1) == host.size() - 1;
  return !host.empty() && std::ranges::all_of(host, [](char c) {
    return is_alphanumeric(c) || c == '.' || c == '-' || c == '_';
  });
}

/// Takes `user:password@` off. A password may hold an `@` itself, a host may not.
std::string_view host_part(std::string_view authority) {
  const std::size_t at = authority.rfind('@');
  return at == authority.npos ? authority : authority.substr(at + 1);
}

/// `owner/repo` out of `//owner/repo.git/`, or "" where it could lead anywhere else.
std::string tidy_path(std::string_view path) {
  std::string tidy;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view step = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (step == "." || step == "..") return {};
    if (step.empty()) continue;
    if (!tidy.empty()) tidy += '/';
    tidy += step;
  }
  if (tidy.ends_with(".git")) tidy.resize(tidy.size() - 4);
  return tidy.ends_with('/') ? std::string() : tidy;
}

std::optional<Address> address_on(std::string_view host, std::string_view port, std::string_view path) {
  Address address{.host = lower_ascii(host), .path = tidy_path(path)};
  while (address.host.ends_with('.')) address.host.pop_back();
  if (!is_host(address.host) || address.path.empty()) return std::nullopt;
  for (const auto& [alias, name] : ssh_aliases)
    if (address.host == alias) address.host = name;
  if (!port.empty()) address.host.append(":").append(port);
  return address;
}

/// Splits `host:port`, also where the host is `[::1]`. Nothing where the port is no number.
std::optional<std::pair<std::string_view, std::string_view>> split_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  if (colon == host.npos || host.ends_with(']')) return std::pair{host, std::string_view()};
  const std::string_view port = host.substr(colon + 1);
  if (port.size() > 5 || !std::ranges::all_of(port, is_digit)) return std::nullopt;
  return std::pair{host.substr(0, colon), port};
}

std::optional<Address> local_address(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  if (path.empty()) return std::nullopt;
  return Address{.local = true, .path = std::string(path)};
}

std::optional<Address> address_of_url(std::string_view scheme, std::string_view rest) {
  if (scheme == "file") return local_address(rest);
  const bool web = scheme == "https" || scheme == "http";
  const bool known = web || scheme == "ssh" || scheme == "git" || scheme == "git+ssh" || scheme == "ssh+git";
  if (!known || has_ambiguous_character(rest)) return std::nullopt;
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const auto split = split_port(host_part(rest.substr(0, slash)));
  if (!split) return std::nullopt;
  const std::string_view usual_port = scheme == "https" ? "443" : "80";
  const bool port_counts = web && split->second != usual_port;
  return address_on(split->first, port_counts ? split->second : std::string_view(), rest.substr(slash));
}

/// `user@host:path`, as scp writes it; the host may be `[::1]` or `[host:port]`.
std::optional<Address> address_of_scp(std::string_view url) {
  if (has_ambiguous_character(url)) return std::nullopt;
  const std::size_t bracket = url.find(']');
  const std::size_t colon = url.find(':', bracket == url.npos ? 0 : bracket);
  if (colon == url.npos) return std::nullopt;
  std::string_view host = host_part(url.substr(0, colon));
  const bool holds_port = host.starts_with('[') && std::ranges::count(host, ':') == 1;
  if (holds_port) host = host.substr(1, host.find(':') - 1);
  return address_on(host, {}, url.substr(colon + 1));
}

/// `ext::sh -c …`: a program that git would run to reach the repository.
bool names_transport_helper(std::string_view url) {
  const std::size_t colons = url.find("::");
  if (colons == url.npos || colons == 0) return false;
  return std::ranges::all_of(url.substr(0, colons),
                             [](char c) { return is_alphanumeric(c) || c == '+' || c == '-' || c == '_'; });
}

bool is_windows_path(std::string_view url) {
  return url.size() > 1 && url[1] == ':' && is_alphanumeric(url[0]);
}

std::optional<Address> address_of(std::string_view url) {
  url = trimmed(url);
  if (url.empty() || url.size() > max_remote_url_length) return std::nullopt;
  if (has_control_character(url) || names_transport_helper(url)) return std::nullopt;
  const std::size_t scheme = url.find("://");
  if (scheme != url.npos && scheme < url.find('/'))
    return address_of_url(lower_ascii(url.substr(0, scheme)), url.substr(scheme + 3));
  const std::size_t colon = url.find(':');
  if (colon != url.npos && colon < url.find('/') && !is_windows_path(url)) return address_of_scp(url);
  return local_address(url);
}

} // namespace

std::optional<std::string> canonical_url(std::string_view url) {
  const std::optional<Address> address = address_of(url);
  if (!address) return std::nullopt;
  if (address->local) return "file:" + address->path;
  const bool caseless = std::ranges::find(caseless_hosts, address->host) != caseless_hosts.end();
  return address->host + "/" + (caseless ? lower_ascii(address->path) : address->path);
}

std::optional<std::string> clone_url(std::string_view url) {
  const std::optional<Address> address = address_of(url);
  if (!address) return std::nullopt;
  if (address->local) return std::string(trimmed(url));
  return "https://" + address->host + "/" + address->path + ".git";
}

bool same_repository(std::string_view one, std::string_view other) {
  const std::optional<std::string> key = canonical_url(one);
  return key && key == canonical_url(other);
}

bool same_path(std::string_view one, std::string_view other) {
  const std::optional<Address> first = address_of(one);
  const std::optional<Address> second = address_of(other);
  return first && second && !first->local && !second->local &&
         lower_ascii(first->path) == lower_ascii(second->path);
}

std::string without_user_info(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t start = scheme == url.npos ? 0 : scheme + 3;
  const std::size_t end = std::min(url.find_first_of("/\\?#", start), url.size());
  const std::string_view authority = url.substr(start, end - start);
  return std::string(url.substr(0, start)) + std::string(host_part(authority)) + std::string(url.substr(end));
}

} // namespace unify_ls::git
