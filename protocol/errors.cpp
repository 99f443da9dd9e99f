#include "protocol/errors.h"

namespace unify_ls::protocol {

std::string_view name_of(ErrorKind kind) {
  switch (kind) {
  case ErrorKind::noToken: return "noToken";
  case ErrorKind::tokenRejected: return "tokenRejected";
  case ErrorKind::forbidden: return "forbidden";
  case ErrorKind::notFound: return "notFound";
  case ErrorKind::notManual: return "notManual";
  case ErrorKind::invalidInputs: return "invalidInputs";
  case ErrorKind::needsInput: return "needsInput";
  case ErrorKind::duplicate: return "duplicate";
  case ErrorKind::rateLimited: return "rateLimited";
  case ErrorKind::network: return "network";
  case ErrorKind::tls: return "tls";
  case ErrorKind::proxy: return "proxy";
  case ErrorKind::timeout: return "timeout";
  case ErrorKind::platform: return "platform";
  case ErrorKind::outcomeUnknown: return "outcomeUnknown";
  case ErrorKind::secretStore: return "secretStore";
  case ErrorKind::git: return "git";
  case ErrorKind::settings: return "settings";
  }
  return "platform";
}

} // namespace unify_ls::protocol
