#pragma once

#include <string_view>

namespace unify_ls::protocol {

/// Why a command failed, as clients see it in `data.kind`. Clients switch on this and never on a message, so
/// a name here is a promise: add, but do not rename.
enum class ErrorKind {
  noToken,        ///< no token is stored for the API's origin
  tokenRejected,  ///< the platform answered 401
  forbidden,      ///< the platform answered 403
  notFound,       ///< a file, branch, component or run that is not there
  notManual,      ///< the workflow has no workflow_dispatch trigger
  invalidInputs,  ///< a value that the workflow would not accept
  needsInput,     ///< something is missing; `data.missing` names it
  duplicate,      ///< the same run was started moments ago
  rateLimited,    ///< the platform asks us to slow down
  network,        ///< name resolution or connecting failed
  tls,            ///< the certificate was not accepted
  proxy,          ///< the proxy is unreachable or refused
  timeout,        ///< no answer in time
  platform,       ///< the platform answered something we cannot use
  outcomeUnknown, ///< a run may or may not have been started
  secretStore,    ///< the token store failed, is locked or is missing
  git,            ///< git is missing or failed
  settings,       ///< a setting is wrong or refused
};

/// The name on the wire, such as "tokenRejected".
std::string_view name_of(ErrorKind kind);

/// JSON-RPC and LSP error codes that we send.
namespace code {
inline constexpr int parse_error = -32700;
inline constexpr int invalid_request = -32600;
inline constexpr int method_not_found = -32601;
inline constexpr int invalid_params = -32602;
inline constexpr int internal_error = -32603;
inline constexpr int server_not_initialized = -32002;
inline constexpr int request_failed = -32803; ///< every failure that has an ErrorKind
inline constexpr int request_cancelled = -32800;
} // namespace code

} // namespace unify_ls::protocol
