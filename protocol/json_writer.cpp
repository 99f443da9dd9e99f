#include "protocol/json_writer.h"

#include "protocol/utf8.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace unify_ls::protocol {
namespace {

namespace json = boost::json;

/// Values that are checked in one piece.
constexpr std::size_t checked_at_once = 64;

json::value repaired(const json::value& value) {
  switch (value.kind()) {
  case json::kind::string: return json::value(json::string(repaired_utf8(value.get_string())));
  case json::kind::double_: return std::isfinite(value.get_double()) ? value : json::value(nullptr);
  case json::kind::array: {
    json::array list;
    for (const json::value& element : value.get_array()) list.push_back(repaired(element));
    return list;
  }
  case json::kind::object: {
    json::object object;
    for (const auto& member : value.get_object())
      object[repaired_utf8(member.key())] = repaired(member.value());
    return object;
  }
  default: return value;
  }
}

/// Whether this one, whatever is inside it aside, can be written as it stands.
bool is_clean(const json::value& value) {
  if (value.is_string()) return is_utf8(value.get_string());
  if (value.is_double()) return std::isfinite(value.get_double());
  if (!value.is_object()) return true;
  return std::ranges::all_of(value.get_object(), [](const auto& member) { return is_utf8(member.key()); });
}

} // namespace

JsonWriter::JsonWriter(const json::value& value) : value_(&value), unchecked_{&value} {}

bool JsonWriter::go_on() {
  if (!unchecked_.empty()) {
    for (std::size_t i = 0; i < checked_at_once && !unchecked_.empty(); ++i)
      if (!check_next()) {
        repaired_ = repaired(*value_);
        value_ = &repaired_;
        unchecked_.clear();
      }
    if (unchecked_.empty()) serializer_.reset(value_);
    return true;
  }
  std::array<char, 8192> piece; // NOLINT(cppcoreguidelines-pro-type-member-init): filled by read()
  text_ += std::string_view(serializer_.read(piece.data(), piece.size()));
  return !serializer_.done();
}

/// Whether the next value is clean; those inside it come next.
bool JsonWriter::check_next() {
  const json::value& value = *unchecked_.back();
  unchecked_.pop_back();
  if (value.is_array())
    for (const json::value& element : value.get_array()) unchecked_.push_back(&element);
  if (value.is_object())
    for (const auto& member : value.get_object()) unchecked_.push_back(&member.value());
  return is_clean(value);
}

} // namespace unify_ls::protocol
