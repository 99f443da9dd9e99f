#include "server/http/transfer.h"

#include "server/http/date.h"
#include "server/http/proxy.h"
#include "server/http/transfer_end.h"
#include "server/http/trust.h"

#include <algorithm>
#include <new>

namespace unify_ls::http {
namespace {

constexpr long minimum_bytes_per_second = 1;

/// No other protocol than this one, whatever an answer or a proxy says.
void allow_only(CURL* curl, const std::string& scheme) {
  if (libcurl().easy_setopt(curl, CURLOPT_PROTOCOLS_STR, scheme.c_str()) == CURLE_OK) return;
  // Before 7.85; newer headers advise against it.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  libcurl().easy_setopt(curl, CURLOPT_PROTOCOLS,
                        static_cast<long>(scheme == "https" ? CURLPROTO_HTTPS : CURLPROTO_HTTP));
#pragma GCC diagnostic pop
}

} // namespace

Transfer::Transfer(const ClientSettings& settings, const Request& request, const std::string& url)
    : handle_(libcurl().easy_init(), libcurl().easy_cleanup),
      proxy_(proxy_in_use(settings.api.origin, settings.proxy)),
      recall_(request.recall) {
  if (!handle_) throw std::bad_alloc();
  CURL* const curl = handle_.get();
  libcurl().easy_setopt(curl, CURLOPT_URL, url.c_str());
  libcurl().easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  allow_only(curl, settings.api.origin.scheme());
  libcurl().easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  libcurl().easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  libcurl().easy_setopt(curl, CURLOPT_UNRESTRICTED_AUTH, 0L);
  libcurl().easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  // One version for everything: what is known about requests that are sent twice is known for this one.
  libcurl().easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  libcurl().easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  libcurl().easy_setopt(curl, CURLOPT_WRITEDATA, this);
  libcurl().easy_setopt(curl, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  libcurl().easy_setopt(curl, CURLOPT_HEADERDATA, this);
  tells_before_sending_ =
      libcurl().easy_setopt(curl, CURLOPT_PREREQFUNCTION, &Transfer::on_sending) == CURLE_OK;
  libcurl().easy_setopt(curl, CURLOPT_PREREQDATA, this);
  set_limits(settings, request);
  set_trust(settings);
  set_route(settings);
  set_request(request);
}

void Transfer::set_limits(const ClientSettings& settings, const Request& request) {
  using std::chrono::milliseconds;
  CURL* const curl = handle_.get();
  const milliseconds total = request.timeout.value_or(settings.timeout);
  const milliseconds connecting = std::min<milliseconds>(total, connect_timeout);
  libcurl().easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(total.count()));
  libcurl().easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connecting.count()));
  libcurl().easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, minimum_bytes_per_second);
  libcurl().easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(stall_timeout.count()));
}

void Transfer::set_trust(const ClientSettings& settings) {
  CURL* const curl = handle_.get();
  libcurl().easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  libcurl().easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  libcurl().easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  const std::optional<std::string>& bundle = settings.ca_file ? settings.ca_file : trusted_certificates();
  if (!bundle) return;
  libcurl().easy_setopt(curl, CURLOPT_CAINFO, bundle->c_str());
  libcurl().easy_setopt(curl, CURLOPT_CAPATH, nullptr);
  libcurl().easy_setopt(curl, CURLOPT_PROXY_CAINFO, bundle->c_str());
  libcurl().easy_setopt(curl, CURLOPT_PROXY_CAPATH, nullptr);
}

void Transfer::set_route(const ClientSettings& settings) {
  CURL* const curl = handle_.get();
  // By default libcurl takes http_proxy for this machine too, and the token would go there.
  if (settings.api.origin.is_loopback())
    libcurl().easy_setopt(curl, CURLOPT_NOPROXY, "*");
  else if (settings.proxy)
    libcurl().easy_setopt(curl, CURLOPT_PROXY, settings.proxy->c_str());
  libcurl().easy_setopt(curl, CURLOPT_HEADEROPT,
                        static_cast<long>(CURLHEADER_SEPARATE)); // none for the proxy
  libcurl().easy_setopt(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

void Transfer::set_request(const Request& request) {
  CURL* const curl = handle_.get();
  libcurl().easy_setopt(curl, CURLOPT_USERAGENT, "unify-ls");
  libcurl().easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, ""); // whatever libcurl can decompress
  if (request.once) libcurl().easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
  if (request.method == Method::get) return;
  libcurl().easy_setopt(curl, CURLOPT_POST, 1L);
  if (tells_before_sending_ || request.body.empty()) {
    libcurl().easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
  } else {
    // Then it asks for the body, when the head has left; without its body a request does nothing. It cannot
    // be asked for twice.
    unsent_ = request.body;
    libcurl().easy_setopt(curl, CURLOPT_READFUNCTION, &Transfer::on_reading);
    libcurl().easy_setopt(curl, CURLOPT_READDATA, this);
  }
  libcurl().easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  headers_.add("Expect:"); // a server that refuses it makes libcurl send the body a second time
}

CURL* Transfer::ready() {
  libcurl().easy_setopt(handle_.get(), CURLOPT_HTTPHEADER, headers_.list());
  return handle_.get();
}

std::size_t Transfer::on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::size_t length = size * count;
  if (length > body_limit - transfer.body_.size()) {
    transfer.over_limit_ = true;
    return 0;
  }
  transfer.body_.append(bytes, length);
  return length;
}

/// Those of the server alone: the answers of a proxy to CONNECT are suppressed.
std::size_t Transfer::on_header(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.sent_ = true;
  transfer.head_.take({bytes, size * count});
  transfer.head_bytes_ += size * count;
  transfer.over_limit_ = transfer.head_bytes_ > head_limit;
  return transfer.over_limit_ ? 0 : size * count;
}

/// Called when name, connection, tunnel and TLS stand, right before the first byte of the request.
int Transfer::on_sending(void* self, char*, char*, int, int) {
  return static_cast<Transfer*>(self)->leave() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

std::size_t Transfer::on_reading(char* into, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (!transfer.leave()) return CURL_READFUNC_ABORT;
  const std::size_t length = transfer.unsent_.copy(into, size * count);
  transfer.unsent_.remove_prefix(length);
  return length;
}

bool Transfer::leave() {
  sent_ = sent_ || !recall_ || recall_->leave();
  return sent_;
}

Response Transfer::response(WallTime now) {
  Response response;
  long status = 0;
  libcurl().easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
  response.status = static_cast<int>(status);
  response.date = parse_http_date(head_.date());
  response.retry_after = parse_retry_after(head_.retry_after(), response.date.value_or(now));
  response.content_type = head_.content_type();
  char* redirect = nullptr;
  libcurl().easy_getinfo(handle_.get(), CURLINFO_REDIRECT_URL, &redirect);
  if (redirect != nullptr) response.redirect_host = host_of(redirect);
  response.body = std::move(body_);
  return response;
}

Answer Transfer::answer(CURLcode result, WallTime now) {
  if (!tells_before_sending_ && unsent_.empty()) {
    // Without a body libcurl asked nobody; this time is set when the request has left.
    curl_off_t sending_after = 0;
    libcurl().easy_getinfo(handle_.get(), CURLINFO_PRETRANSFER_TIME_T, &sending_after);
    sent_ = sent_ || sending_after > 0;
  }
  long proxy_status = 0;
  libcurl().easy_getinfo(handle_.get(), CURLINFO_HTTP_CONNECTCODE, &proxy_status);
  const TransferEnd end{.result = result,
                        .sent = sent_,
                        .over_limit = over_limit_,
                        .proxy_status = static_cast<int>(proxy_status),
                        .proxy = proxy_};
  Response arrived = response(now);
  // Without `sent_` a status is the proxy's; 1xx is a promise, not an answer.
  const bool answered = sent_ && arrived.status >= 200;
  if (result != CURLE_OK) {
    const Trouble trouble = trouble_of(end);
    if (!answered) return std::unexpected(Failure{trouble, end.sent, end.proxy_status, {}});
    arrived.cut = trouble;
  }
  return arrived;
}

} // namespace unify_ls::http
