#pragma once

#include "protocol/errors.h"

#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace unify_ls {

using protocol::ErrorKind;

/// An expected failure. Exceptions are for bugs; everything that can go wrong in the world is one of these.
struct Error {
  ErrorKind kind;
  /// One sentence of ours that a person can act on. Never what a server or program said, never a token.
  std::string message;
  /// The same again may help and can do no harm.
  bool retryable = false;
  std::optional<int> http_status{};
  /// What the platform said: one line, at most 200 characters, printable, the token redacted.
  std::optional<std::string> platform_message{};
  /// What a person can do next where it is more than the kind tells, for example an exact git command.
  std::optional<std::string> advice{};
  /// For needsInput: the ids of the form fields to ask next.
  std::vector<std::string> missing{};
  /// For needsInput: an argument that would do, as JSON text.
  std::string example{};
};

template <class T = void> using Result = std::expected<T, Error>;

/// `return fail(ErrorKind::notFound, "…");` in a function that returns a Result.
inline std::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return std::unexpected(Error{.kind = kind, .message = std::move(message)});
}

inline std::unexpected<Error> fail(Error error) { return std::unexpected(std::move(error)); }

} // namespace unify_ls
