#include "server/http/transport.h"

namespace unify_ls::http {

std::string_view name_of(Method method) { return method == Method::post ? "POST" : "GET"; }

std::string_view name_of(Trouble trouble) {
  switch (trouble) {
  case Trouble::token: return "no token";
  case Trouble::resolve: return "unknown host";
  case Trouble::connect: return "no connection";
  case Trouble::certificate: return "certificate refused";
  case Trouble::ca_file: return "certificates unreadable";
  case Trouble::tls: return "TLS failed";
  case Trouble::proxy: return "proxy failed";
  case Trouble::timeout: return "timed out";
  case Trouble::too_large: return "too large";
  case Trouble::broken: return "broke off";
  }
  return "failed";
}

} // namespace unify_ls::http
