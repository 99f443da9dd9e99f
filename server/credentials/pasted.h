#pragma once

#include "server/base/error.h"
#include "server/credentials/curl_command.h"
#include "server/credentials/secret.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::credentials {

/// Longer than any access token we know of, signed ones included, and still a header that servers accept.
inline constexpr std::size_t longest_token = 4096;

/// What a person pasted or piped in: a token, or Unify's curl command, which may hold one.
struct Pasted {
  Secret token{};                        ///< empty where the command holds none
  std::optional<TriggerTarget> target{}; ///< what the command starts
};

/// Reads it. Of a token, blanks and line breaks around it are dropped, and the rest has to be one line of
/// visible ASCII without the `Bearer ` that belongs to the header. The input is overwritten whatever comes of
/// it. The error (invalidInputs) says what is wrong and never shows the text.
Result<Pasted> read_pasted(std::string& text);

/// What is wrong with this text as a token, as the end of a sentence ("is empty"); "" when nothing is. A
/// token that passes can be put into a header and into a line of a pipe.
std::string_view fault_of_token(std::string_view text);

} // namespace unify_ls::credentials
