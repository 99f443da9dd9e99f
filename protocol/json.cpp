#include "protocol/json.h"

#include "protocol/utf8.h"

#include <boost/json/parse.hpp>
#include <boost/json/serializer.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace unify_ls::protocol {
namespace {

/// Whether serialising as it stands would give wrong JSON.
bool is_clean(const json::value& value) {
  switch (value.kind()) {
  case json::kind::string: return is_utf8(value.get_string());
  case json::kind::double_: return std::isfinite(value.get_double());
  case json::kind::array:
    return std::ranges::all_of(value.get_array(),
                               [](const json::value& element) { return is_clean(element); });
  case json::kind::object:
    return std::ranges::all_of(value.get_object(), [](const auto& member) {
      return is_utf8(member.key()) && is_clean(member.value());
    });
  default: return true;
  }
}

json::value cleaned(const json::value& value) {
  switch (value.kind()) {
  case json::kind::string: return json::value(json::string(repaired_utf8(value.get_string())));
  case json::kind::double_: return std::isfinite(value.get_double()) ? value : json::value(nullptr);
  case json::kind::array: {
    json::array list;
    for (const json::value& element : value.get_array()) list.push_back(cleaned(element));
    return list;
  }
  case json::kind::object: {
    json::object object;
    for (const auto& member : value.get_object())
      object[repaired_utf8(member.key())] = cleaned(member.value());
    return object;
  }
  default: return value;
  }
}

std::string serialised(const json::value& value) {
  json::serializer serializer;
  serializer.reset(&value);
  std::string text;
  std::array<char, 8192> chunk; // NOLINT(cppcoreguidelines-pro-type-member-init): filled by read()
  while (!serializer.done()) text += std::string_view(serializer.read(chunk.data(), chunk.size()));
  return text;
}

} // namespace

std::expected<json::value, std::string> parse_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = json_depth_limit;
  boost::system::error_code error;
  json::value value = json::parse(text, error, {}, options);
  if (!error) return value;
  if (error == json::error::too_deep)
    return std::unexpected(fmt::format("the JSON is nested deeper than {} levels", json_depth_limit));
  return std::unexpected(fmt::format("this is not JSON: {}", error.message()));
}

std::string to_text(const json::value& value) {
  return is_clean(value) ? serialised(value) : serialised(cleaned(value));
}

} // namespace unify_ls::protocol
