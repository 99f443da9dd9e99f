#pragma once

#include "server/http/transport.h"

#include <curl/curl.h>

#include <optional>
#include <string>

namespace unify_ls::http {

/// What is known about a transfer that libcurl has ended, beside its result.
struct TransferEnd {
  CURLcode result = CURLE_OK;
  bool sent = false;                ///< the connection stood and the request was about to go out
  bool over_limit = false;          ///< we stopped it, because the answer was too large
  int proxy_status = 0;             ///< the answer to CONNECT, 0 if there was none
  std::optional<std::string> proxy; ///< the proxy in use
};

/// Which trouble a failed transfer had.
Trouble trouble_of(const TransferEnd& end);

} // namespace unify_ls::http
