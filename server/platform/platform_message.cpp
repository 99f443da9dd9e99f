#include "server/base/text.h"
#include "server/platform/decode.h"
#include "server/platform/failures.h"
#include "server/platform/fields.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::platform {

namespace json = boost::json;

namespace {

constexpr std::string_view token_prefix = "cb_api_";
constexpr std::string_view scheme = "bearer";

/// Enough for any message; what stands behind it in a body is not looked at.
constexpr std::size_t first_line_limit = 4096;

/// Larger JSON is data and no message, and reading it would hold the loop.
constexpr std::size_t json_message_limit = std::size_t{64} * 1024;

bool is_token_character(char c) {
  return c > ' ' && c < '\x7f' && std::string_view("\"',;<>()").find(c) == std::string_view::npos;
}

std::string_view token_at(std::string_view text, std::size_t from) {
  std::size_t end = from;
  while (end < text.size() && is_token_character(text[end])) ++end;
  return text.substr(from, end - from);
}

/// Masks the token that begins at, or after, each occurrence of a marker in any case.
template <class Begin>
std::string mask_tokens(std::string_view text, std::string_view marker, Begin begin_of) {
  const std::string lower = lower_ascii(text);
  std::string safe;
  std::size_t done = 0;
  for (std::size_t at = lower.find(marker); at != lower.npos; at = lower.find(marker, done)) {
    const std::size_t begin = std::min(begin_of(at), text.size());
    const std::string_view token = token_at(text, begin);
    const bool is_word = token.empty() || token == "token" || token == "tokens"; // "no bearer token"
    safe += text.substr(done, begin - done);
    safe += is_word ? token : credentials::redaction_mask;
    done = begin + token.size();
  }
  return safe + std::string(text.substr(done));
}

std::optional<std::string> words_of_json(const http::Response& response) {
  if (response.body.size() > json_message_limit) return std::nullopt;
  const auto answer = safe_content(response);
  if (!answer) return std::nullopt;
  for (const std::string_view name : {"message", "error", "errorMessage"})
    if (auto words = text(*answer, name)) return words;
  // Some gateways nest it: {"error": {"message": …}}.
  const auto* nested = member(*answer, "error");
  return nested != nullptr ? text(*nested, "message") : std::nullopt;
}

bool is_html(std::string_view body, std::string_view content_type) {
  return lower_ascii(content_type).find("html") != std::string::npos || body.starts_with('<');
}

std::optional<std::string> first_line(std::string_view body) {
  const std::string_view line = trimmed(body.substr(0, body.find_first_of("\r\n")));
  if (line.empty()) return std::nullopt;
  return std::string(line.substr(0, first_line_limit));
}

/// One line of somebody else's, safe to be passed on.
std::string words_to_pass_on(std::string_view words) {
  const std::string line = printable(repair_utf8(words.substr(0, first_line_limit)));
  return shortened(trimmed(redacted(line)), platform_message_limit);
}

void blacken(json::value& value, const credentials::Redaction& redaction) {
  if (json::string* text = value.if_string())
    *text = redaction.apply(*text);
  else if (json::array* items = value.if_array())
    for (json::value& item : *items) blacken(item, redaction);
  else if (json::object* members = value.if_object())
    for (auto& member : *members) blacken(member.value(), redaction);
}

} // namespace

std::optional<json::value> safe_content(const http::Response& response) {
  auto content = parse_answer(response.body);
  if (content) blacken(*content, response.redaction);
  return content;
}

std::string redacted(std::string_view text) {
  const std::string safe = mask_tokens(text, token_prefix, [](std::size_t at) { return at; });
  return mask_tokens(safe, scheme,
                     [&](std::size_t at) { return safe.find_first_not_of(" \t:=", at + scheme.size()); });
}

std::optional<std::string> platform_message(const http::Response& response) {
  const std::string_view body = trimmed(response.body);
  const bool json = body.starts_with('{') || body.starts_with('[') || body.starts_with('"');
  std::optional<std::string> words = words_of_json(response);
  if (!words && !json && !is_html(body, response.content_type)) words = first_line(body);
  if (!words) return std::nullopt;
  const std::string shown = words_to_pass_on(response.redaction.apply(*words));
  return shown.empty() ? std::nullopt : std::optional(shown);
}

std::string end_reason(const Run& run) {
  if (!run.ended) return "";
  const std::string message = words_to_pass_on(run.status_message.value_or(""));
  const std::string reason = words_to_pass_on(run.status_reason.value_or(""));
  if (message.empty() || reason.empty()) return message + reason;
  return fmt::format("{} ({})", message, reason);
}

} // namespace unify_ls::platform
