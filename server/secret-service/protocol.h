#pragma once

#include <string_view>

/// What unify-ls and its helper program say to each other.
///
///     unify-ls-secret-service get | store | erase | state
///
/// On stdin, `key=value` lines up to an empty line or the end:
///
///     origin=https://api.cloudbees.io   exact; not for `state`
///     token=...                         visible ASCII; for `store` only
///     interactive=1                     a person waits: the keyring may be unlocked by its own prompt.
///     Without
///                                       it nothing ever prompts.
///
/// On stdout, one line: `token=...` of a get, `stored=1`, `erased=N`, `state=usable`, and exit code 0; or
/// `error=WORD`, one of the words below, and exit code 1. Exit code 2: it was called in another way. stderr
/// gets one line for a person who looks for a fault: libsecret's own words, never a token.
///
/// Items lie in the default keyring with three attributes that never change: the schema, `application` and
/// `origin`. Anything that changes would make a second item beside the first.
namespace unify_ls::secret_service {

inline constexpr std::string_view program_name = "unify-ls-secret-service";

/// The words are a promise between two files of one build; nobody else reads them.
namespace word {
inline constexpr std::string_view usable = "usable";
inline constexpr std::string_view no_library = "no-library"; ///< libsecret is not installed
inline constexpr std::string_view locked = "locked";         ///< and nobody to ask
inline constexpr std::string_view dismissed = "dismissed";   ///< a person closed the prompt
inline constexpr std::string_view no_bus = "no-bus";         ///< no D-Bus session
inline constexpr std::string_view no_service = "no-service"; ///< a session without a keyring
inline constexpr std::string_view no_collection =
    "no-collection";                                       ///< a keyring service without a default keyring
inline constexpr std::string_view not_found = "not-found"; ///< no token of that origin
inline constexpr std::string_view bad_request = "bad-request"; ///< blank or inexact origin, no token
inline constexpr std::string_view failed = "failed";           ///< anything else
} // namespace word

} // namespace unify_ls::secret_service
