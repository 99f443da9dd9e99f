#include "tests/simulator/model/fields.h"

#include <fmt/format.h>

#include <limits>

namespace unify_ls::simulator {

Fields::Fields(const json::value& value, std::string where)
    : object_(value.if_object()),
      where_(std::move(where)) {
  if (!object_) mistake_ = fmt::format("{} must be an object.", where_);
}

const json::value* Fields::any(std::string_view name) {
  known_.emplace(name);
  return object_ ? object_->if_contains(name) : nullptr;
}

bool Fields::has(std::string_view name) const { return object_ && object_->contains(name); }

void Fields::fail(std::string_view name, std::string_view problem) {
  if (mistake_.empty()) mistake_ = fmt::format("{}.{} {}.", where_, name, problem);
}

std::string Fields::text(std::string_view name, std::string_view fallback) {
  const json::value* value = any(name);
  if (!value) return std::string(fallback);
  if (const json::string* text = value->if_string()) return std::string(*text);
  fail(name, "must be a string");
  return std::string(fallback);
}

bool Fields::flag(std::string_view name, bool fallback) {
  const json::value* value = any(name);
  if (!value) return fallback;
  if (const bool* flag = value->if_bool()) return *flag;
  fail(name, "must be true or false");
  return fallback;
}

std::optional<std::uint32_t> Fields::count(std::string_view name) {
  const json::value* value = any(name);
  if (!value) return std::nullopt;
  const std::int64_t* number = value->if_int64();
  if (number && *number >= 0 && *number <= std::numeric_limits<std::uint32_t>::max()) {
    return static_cast<std::uint32_t>(*number);
  }
  fail(name, "must be a whole number of at least 0");
  return std::nullopt;
}

std::vector<const json::value*> Fields::elements(std::string_view name) {
  std::vector<const json::value*> found;
  const json::value* value = any(name);
  if (!value) return found;
  const json::array* array = value->if_array();
  if (!array) {
    fail(name, "must be an array");
    return found;
  }
  for (const json::value& element : *array) found.push_back(&element);
  return found;
}

std::vector<std::string> Fields::texts(std::string_view name) {
  std::vector<std::string> found;
  for (const json::value* element : elements(name)) {
    if (const json::string* text = element->if_string()) {
      found.emplace_back(*text);
    } else {
      fail(name, "must hold strings only");
    }
  }
  return found;
}

Checked Fields::finish() const {
  if (!mistake_.empty()) return std::unexpected(mistake_);
  for (const auto& member : *object_) {
    if (!known_.contains(std::string_view(member.key()))) {
      return std::unexpected(
          fmt::format("{} has an unknown member \"{}\".", where_, std::string_view(member.key())));
    }
  }
  return {};
}

} // namespace unify_ls::simulator
