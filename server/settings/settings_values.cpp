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

/// A list of short texts. Of one that has others in it, those that are right count.
ReadValue<std::vector<std::string>> read_list(const json::value* value, std::size_t most,
                                              const std::string& expected) {
  const json::array* items = value == nullptr ? nullptr : value->if_array();
  if (items == nullptr) return bad<std::vector<std::string>>(expected);
  std::vector<std::string> texts;
  bool all_good = true;
  for (const json::value& item : *items) {
    if (means_not_set(item)) continue;
    const json::string* text = item.if_string();
    const bool fits =
        text != nullptr && text->size() <= max_pattern_length && is_one_line(*text) && texts.size() < most;
    all_good = all_good && fits;
    if (fits) texts.emplace_back(*text);
  }
  return {.value = std::move(texts), .expected = all_good ? std::string() : expected};
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
  return read_list(&value, max_protected_branches,
                   fmt::format("a list of at most {} branch names or patterns, each at most {} bytes long",
                               max_protected_branches, max_pattern_length));
}

ReadValue<std::vector<std::string>> read_ignored_codes(const json::value& value) {
  const json::object* object = value.if_object();
  return read_list(object != nullptr ? object->if_contains("ignore") : nullptr, max_ignored_codes,
                   fmt::format("an object with a list `ignore` of at most {} codes", max_ignored_codes));
}

bool means_not_set(const json::value& value) {
  const json::string* text = value.if_string();
  return value.is_null() || (text != nullptr && text->empty());
}

} // namespace unify_ls::settings
