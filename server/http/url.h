#pragma once

#include "server/base/error.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace unify_ls::http {

/// Where a server is: what a token is bound to. Scheme and host are in lower case; an IPv6 host keeps its
/// brackets. Made by parse_base_url only, so it is always https, or http on loopback.
class Origin {
 public:
  Origin(std::string scheme, std::string host, int port);

  const std::string& scheme() const { return scheme_; }

  const std::string& host() const { return host_; }

  int port() const { return port_; }

  /// "https://api.cloudbees.io": the port is left out where it is the scheme's own.
  std::string text() const;

  /// "api.cloudbees.io" or "localhost:8080": for messages.
  std::string place() const;

  /// This machine: 127.0.0.0/8, ::1 and localhost. No proxy is ever used for it, and it alone may be http.
  bool is_loopback() const;

  bool operator==(const Origin&) const = default;

 private:
  std::string scheme_;
  std::string host_;
  int port_;
};

/// The address under which all paths of a server lie.
struct BaseUrl {
  Origin origin;
  std::string path; ///< empty or "/prefix", never with a slash at its end

  std::string text() const { return origin.text() + path; }
};

/// Reads a setting such as "https://api.cloudbees.io/". Fails with ErrorKind::settings and a sentence that
/// says what is wrong: anything but https (http on loopback), user info, a query, a fragment, a blank.
Result<BaseUrl> parse_base_url(std::string_view text);

/// The web interface that belongs to an API by CloudBees' custom: the same host without a leading "api.".
BaseUrl default_ui_url(const BaseUrl& api);

/// Whether a web address that the platform sent may be opened for the person: https (http on loopback only)
/// and the host of the configured web interface. Everything that two readers could read differently is
/// refused.
bool may_open(std::string_view address, const BaseUrl& ui);

/// The host of an address in lower case, for messages about redirects; empty when it cannot be read.
std::string host_of(std::string_view address);

/// Percent-encodes everything but letters, digits and "-._~": for one path segment or one query value.
std::string percent_encoded(std::string_view text);

/// "/v1/organizations" and {{"name", "a b"}} give "/v1/organizations?name=a%20b".
std::string with_query(std::string_view path,
                       const std::vector<std::pair<std::string_view, std::string>>& parameters);

} // namespace unify_ls::http
