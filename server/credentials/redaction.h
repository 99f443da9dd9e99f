#pragma once

#include "server/credentials/secret.h"

#include <memory>
#include <string>
#include <string_view>

namespace unify_ls::credentials {

/// Shows that a part of a text was a token.
inline constexpr std::string_view redaction_mask = "[redacted]";

/// Shorter parts of a token are not blackened: a page may well name its last four characters.
inline constexpr std::size_t shortest_redacted_part = 8;

/// Blackens a token by its value: whole or in parts of `shortest_redacted_part` characters and more, in any
/// case, also where blanks or invisible characters are strewn in, since those may be dropped before the text
/// is shown. An answer carries the one of its request, so that rooms that must not see the token can blacken
/// it.
class Redaction {
 public:
  /// Knows no token and changes nothing.
  Redaction() = default;

  explicit Redaction(const Secret& token);

  std::string apply(std::string_view text) const;

 private:
  struct Parts;
  std::shared_ptr<const Parts> parts_;
};

} // namespace unify_ls::credentials
