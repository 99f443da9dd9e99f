#pragma once

#include "server/base/error.h"
#include "server/credentials/secret.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace unify_ls::credentials {

/// A longer command is none of Unify's.
inline constexpr std::size_t longest_command = std::size_t{16} * 1024;

/// What Unify's curl command starts. It is Unify's word, copied by a person, and nobody has looked it up.
struct TriggerTarget {
  std::string origin; ///< exact, as tokens are bound to it: "https://api.cloudbees.io"
  std::string component_id;
  std::string branch;        ///< empty: not said
  std::string workflow_file; ///< bare name; empty: not said

  bool operator==(const TriggerTarget&) const = default;
};

struct CurlCommand {
  TriggerTarget target;
  Secret token; ///< from its Authorization header; empty where that is missing or holds a placeholder
};

/// Whether a text means to be a curl command, a good one or not: it begins with that word.
bool is_curl_command(std::string_view text);

/// Takes apart the curl command that Unify shows beside a token and in its documentation, as POSIX shells,
/// cmd or PowerShell quote it. Nothing is run, and nothing is guessed: what the shells would read
/// differently, and any option, header or part of the body that the documented command does not have, is
/// refused. invalidInputs says what is wrong and never shows the text.
Result<CurlCommand> read_curl_command(std::string_view text);

/// Whether it is the beginning of a curl command that goes on in the next line.
bool is_unfinished_command(std::string_view text);

} // namespace unify_ls::credentials
