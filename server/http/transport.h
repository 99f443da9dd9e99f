#pragma once

#include "server/base/clock.h"
#include "server/base/error.h"
#include "server/base/task.h"
#include "server/credentials/redaction.h"
#include "server/credentials/token_source.h"
#include "server/http/recall.h"
#include "server/http/url.h"

#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace unify_ls::http {

enum class Method { get, post };

std::string_view name_of(Method method);

/// One request to the configured server; there is no way to name another.
struct Request {
  Method method = Method::get;
  std::string target; ///< path and query below the base URL, already encoded, beginning with "/"
  std::vector<std::pair<std::string, std::string>> headers; ///< without the token
  std::string body;
  bool authorized = true; ///< send the token
  /// Must not reach the server twice: a fresh connection, HTTP/1.1, no Expect.
  bool once = false;
  std::shared_ptr<Recall> recall; ///< where the sender may change their mind
  credentials::Patience patience = credentials::Patience::background; ///< for reading the token
  std::optional<std::chrono::milliseconds> timeout;                   ///< else the setting counts
};

/// Why there is no answer, or only a part of one.
enum class Trouble {
  token,       ///< there is no token to send; Failure::token_error says why
  resolve,     ///< the host's name is not known
  connect,     ///< nobody listens, or the network is down
  certificate, ///< the server's certificate was not accepted
  ca_file,     ///< the file of trusted certificates cannot be read
  tls,         ///< the secure connection could not be made
  proxy,       ///< the proxy is unreachable, or refused
  timeout,     ///< no answer, or not all of it, in time
  too_large,   ///< more than body_limit bytes
  broken,      ///< the connection ended in the middle
};

std::string_view name_of(Trouble trouble);

/// An answer: at least its status and headers have arrived.
struct Response {
  int status = 0;
  std::optional<std::chrono::seconds> retry_after;
  std::optional<WallTime> date; ///< the server's clock
  std::string content_type;
  std::string redirect_host;          ///< of a 3xx, for a message, the token blackened; it is not followed
  std::string body;                   ///< bytes as they came, after decompression
  std::optional<Trouble> cut;         ///< why the body is not whole: too_large, timeout or broken
  credentials::Redaction redaction{}; ///< blackens the token that was sent; for all text that goes on

  bool complete() const { return !cut; }

  bool succeeded() const { return status >= 200 && status < 300; }
};

/// No answer. What matters most is whether the server may have seen the request.
struct Failure {
  Trouble trouble;
  bool sent = false;                ///< a byte of the request may have left
  int proxy_status = 0;             ///< what the proxy answered to CONNECT, 0 if nothing
  std::optional<Error> token_error; ///< for Trouble::token
};

using Answer = std::expected<Response, Failure>;

/// What sends requests; a seam, so that the platform's rules can be tested without sockets.
class Transport {
 public:
  virtual ~Transport() = default;

  /// Throws operation_aborted when cancelled, and for no other reason.
  virtual Task<Answer> send(Request request) = 0;

  virtual const BaseUrl& base() const = 0;
};

} // namespace unify_ls::http
