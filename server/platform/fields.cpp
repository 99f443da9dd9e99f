#include "server/platform/fields.h"

#include "server/base/time.h"
#include "server/platform/decode.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>

namespace unify_ls::platform {

namespace json = boost::json;

const json::value* member(const json::value& value, std::string_view name) {
  const json::object* object = value.if_object();
  return object != nullptr ? object->if_contains(name) : nullptr;
}

const json::array* array_member(const json::value& value, std::string_view name) {
  const json::value* found = member(value, name);
  return found != nullptr ? found->if_array() : nullptr;
}

std::optional<std::string> text(const json::value& value, std::string_view name) {
  const json::value* found = member(value, name);
  const json::string* string = found != nullptr ? found->if_string() : nullptr;
  if (string == nullptr || string->empty()) return std::nullopt;
  return std::string(string->data(), string->size());
}

std::optional<std::string> id_text(const json::value& value, std::string_view name) {
  auto id = text(value, name);
  const bool good = id && id->size() <= id_length_limit &&
                    std::ranges::all_of(*id, [](char c) { return c > ' ' && c < '\x7f'; });
  return good ? id : std::nullopt;
}

std::optional<bool> flag(const json::value& value, std::string_view name) {
  const json::value* found = member(value, name);
  const bool* truth = found != nullptr ? found->if_bool() : nullptr;
  return truth != nullptr ? std::optional(*truth) : std::nullopt;
}

std::optional<long long> number(const json::value& value, std::string_view name) {
  const json::value* found = member(value, name);
  if (found == nullptr) return std::nullopt;
  if (const auto* whole = found->if_int64()) return *whole;
  const json::string* digits = found->if_string();
  if (digits == nullptr) return std::nullopt;
  long long parsed = 0;
  const char* const end = digits->data() + digits->size();
  const auto read = std::from_chars(digits->data(), end, parsed);
  return read.ec == std::errc{} && read.ptr == end ? std::optional(parsed) : std::nullopt;
}

std::optional<WallTime> time(const json::value& value, std::string_view name) {
  const auto written = text(value, name);
  // Outside these years a time does not fit into WallTime, and none is meant to be one.
  if (!written || written->substr(0, 4) < "1970" || written->substr(0, 4) > "2199") return std::nullopt;
  return parse_time(*written);
}

} // namespace unify_ls::platform
