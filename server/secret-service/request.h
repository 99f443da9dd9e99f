#pragma once

#include "server/credentials/secret.h"

#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::secret_service {

enum class Verb { get, store, erase, state };

/// Nothing when there is no such verb.
std::optional<Verb> verb_from(std::string_view name);

struct Request {
  Verb verb{};
  std::string origin;
  bool interactive = false;
  credentials::Secret token; ///< for `store`
};

/// Reads the request's lines from stdin. Nothing when they do not ask for anything we do: an origin that is
/// blank or not exact (it would match more than was meant), a `store` without a proper token, or too much
/// input.
std::optional<Request> read_request(Verb verb);

} // namespace unify_ls::secret_service
