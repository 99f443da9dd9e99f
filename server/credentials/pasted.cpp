#include "server/credentials/pasted.h"

#include "server/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::credentials {
namespace {

bool is_visible_ascii(char c) { return c > ' ' && c < '\x7f'; }

/// Without making a lower-case copy, which would have to be wiped too.
bool begins_with_bearer(std::string_view text) {
  constexpr std::string_view bearer = "bearer";
  if (text.size() <= bearer.size() || is_visible_ascii(text[bearer.size()])) return false;
  return std::ranges::equal(text.substr(0, bearer.size()), bearer,
                            [](char given, char wanted) { return (given | ' ') == wanted; });
}

} // namespace

std::string_view fault_of_token(std::string_view text) {
  static_assert(longest_token == 4096, "the sentence below names it");
  if (text.empty()) return "is empty";
  if (text.size() > longest_token) return "is longer than 4096 characters, which no access token is";
  if (begins_with_bearer(text))
    return "begins with \"Bearer\", which is part of the header and not of the token";
  if (text.find_first_of("\r\n") != std::string_view::npos) return "has more than one line";
  if (text.find_first_of(" \t") != std::string_view::npos) return "has a blank inside";
  if (!std::ranges::all_of(text, is_visible_ascii)) return "has a character that is not visible ASCII";
  return {};
}

Result<Pasted> read_pasted(std::string& pasted) {
  struct Wiped {
    std::string& text;

    ~Wiped() { wipe(text); }
  };

  const Wiped wiped{pasted};
  if (is_curl_command(pasted)) {
    Result<CurlCommand> command = read_curl_command(pasted);
    if (!command) return fail(std::move(command.error()));
    return Pasted{.token = std::move(command->token), .target = std::move(command->target)};
  }
  const std::string_view text = trimmed(pasted);
  if (const std::string_view fault = fault_of_token(text); !fault.empty())
    return fail(ErrorKind::invalidInputs,
                fmt::format("The token {}; copy it again from Unify and paste it alone.", fault));
  return Pasted{.token = Secret(text)};
}

} // namespace unify_ls::credentials
