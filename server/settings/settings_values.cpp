#include "server/settings/settings_values.h"

#include "server/credentials/curl_command.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::settings {
namespace {

namespace json = boost::json;

bool is_one_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

template <class T> ReadValue<T> good(T value) { return {.value = std::move(value), .expected = {}}; }

template <class T> ReadValue<T> bad(std::string_view expected) {
  return {.value = std::nullopt, .expected = std::string(expected)};
}

} // namespace

ReadValue<std::string> read_text(const json::value& value) {
  const json::string* text = value.if_string();
  if (text != nullptr && text->size() <= max_setting_length && is_one_line(*text))
    return good(std::string(*text));
  return bad<std::string>(fmt::format("text of one line, at most {} bytes long", max_setting_length));
}

ReadValue<std::string> read_component(const json::value& value) {
  const json::string* text = value.if_string();
  const bool is_command =
      text != nullptr && text->size() <= credentials::longest_command && credentials::is_curl_command(*text);
  return is_command ? good(std::string(*text)) : read_text(value);
}

ReadValue<bool> read_flag(const json::value& value) {
  if (const bool* flag = value.if_bool()) return good(*flag);
  return bad<bool>("true or false");
}

ReadValue<int> read_request_timeout(const json::value& value) {
  boost::system::error_code error;
  const int seconds = value.is_number() ? value.to_number<int>(error) : 0; // 1.5 is an error, too
  if (!error && seconds >= min_request_timeout_seconds && seconds <= max_request_timeout_seconds)
    return good(seconds);
  return bad<int>(
      fmt::format("a whole number from {} to {}", min_request_timeout_seconds, max_request_timeout_seconds));
}

ReadValue<ConfirmPolicy> read_confirm(const json::value& value) {
  const json::string* text = value.if_string();
  if (text != nullptr && *text == "always") return good(ConfirmPolicy::always);
  if (text != nullptr && *text == "never") return good(ConfirmPolicy::never);
  return bad<ConfirmPolicy>("\"always\" or \"never\"");
}

ReadValue<std::vector<std::string>> read_patterns(const json::value& value) {
  const std::string expected =
      fmt::format("a list of at most {} branch names or patterns, each at most {} bytes long",
                  max_protected_branches, max_pattern_length);
  const json::array* items = value.if_array();
  if (items == nullptr) return bad<std::vector<std::string>>(expected);
  std::vector<std::string> patterns;
  bool all_good = true;
  for (const json::value& item : *items) {
    if (means_not_set(item)) continue;
    const json::string* text = item.if_string();
    const bool is_pattern = text != nullptr && text->size() <= max_pattern_length && is_one_line(*text) &&
                            patterns.size() < max_protected_branches;
    all_good = all_good && is_pattern;
    if (is_pattern) patterns.emplace_back(*text);
  }
  return {.value = std::move(patterns), .expected = all_good ? std::string() : expected};
}

bool means_not_set(const json::value& value) {
  const json::string* text = value.if_string();
  return value.is_null() || (text != nullptr && text->empty());
}

} // namespace unify_ls::settings
