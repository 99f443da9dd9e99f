#include "server/http/transfer_end.h"

namespace unify_ls::http {
namespace {

Trouble trouble_of_code(CURLcode code) {
  switch (code) {
  case CURLE_COULDNT_RESOLVE_HOST: return Trouble::resolve;
  case CURLE_COULDNT_CONNECT:
  case CURLE_INTERFACE_FAILED: return Trouble::connect;
  case CURLE_COULDNT_RESOLVE_PROXY:
  case CURLE_PROXY: return Trouble::proxy;
  case CURLE_OPERATION_TIMEDOUT: return Trouble::timeout;
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_INVALIDCERTSTATUS: return Trouble::certificate;
  case CURLE_SSL_CACERT_BADFILE: return Trouble::ca_file;
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_SSL_CIPHER:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_ENGINE_NOTFOUND:
  case CURLE_SSL_ENGINE_SETFAILED:
  case CURLE_SSL_ENGINE_INITFAILED:
  case CURLE_USE_SSL_FAILED: return Trouble::tls;
  default: return Trouble::broken;
  }
}

bool is_about_tls(Trouble trouble) {
  return trouble == Trouble::certificate || trouble == Trouble::ca_file || trouble == Trouble::tls;
}

/// Until the tunnel stands it is the proxy that does not answer. A TLS failure then is the proxy's own only
/// if we speak TLS with it; a SOCKS proxy has no CONNECT, and libcurl names its failures.
bool proxy_is_to_blame(const TransferEnd& end, Trouble trouble) {
  if (end.proxy_status != 0) return end.proxy_status < 200 || end.proxy_status > 299;
  if (!end.proxy || end.sent || trouble == Trouble::ca_file) return false;
  if (is_about_tls(trouble)) return end.proxy->starts_with("https://");
  return !end.proxy->starts_with("socks") || trouble == Trouble::connect;
}

} // namespace

Trouble trouble_of(const TransferEnd& end) {
  if (end.over_limit) return Trouble::too_large;
  const Trouble trouble = trouble_of_code(end.result);
  return proxy_is_to_blame(end, trouble) ? Trouble::proxy : trouble;
}

} // namespace unify_ls::http
