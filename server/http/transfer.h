#pragma once

#include "server/http/answer_head.h"
#include "server/http/client.h"
#include "server/http/headers.h"
#include "server/http/libcurl.h"
#include "server/http/transport.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::http {

/// One request on its way: libcurl's handle and everything that it points to. Stays where it is, because
/// libcurl keeps addresses into it, and must outlive the transfer.
class Transfer {
 public:
  /// `url` is checked by the caller. The body of `request` is not copied.
  Transfer(const ClientSettings& settings, const Request& request, const std::string& url);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  HeaderLines& headers() { return headers_; }

  /// The last step before it is performed.
  CURL* ready();

  /// What came of it. `now` stands in for a Date header that is missing.
  Answer answer(CURLcode result, WallTime now);

 private:
  void set_limits(const ClientSettings& settings, const Request& request);
  void set_trust(const ClientSettings& settings);
  void set_route(const ClientSettings& settings);
  void set_request(const Request& request);
  Response response(WallTime now);
  /// Right before the first byte leaves: whether it may. From here on the server may see the request.
  bool leave();

  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self);
  static int on_sending(void* self, char*, char*, int, int);
  static std::size_t on_reading(char* into, std::size_t size, std::size_t count, void* self);

  std::unique_ptr<CURL, decltype(&::curl_easy_cleanup)> handle_;
  HeaderLines headers_;
  std::optional<std::string> proxy_;
  std::shared_ptr<Recall> recall_;
  AnswerHead head_;
  std::string body_;
  std::string_view unsent_; ///< of the body, where libcurl asks for it
  std::size_t head_bytes_ = 0;
  bool tells_before_sending_ = false; ///< libcurl 7.80 and newer
  bool sent_ = false;
  bool over_limit_ = false;
};

} // namespace unify_ls::http
