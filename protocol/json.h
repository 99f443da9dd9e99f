#pragma once

#include "protocol/described.h"

#include <boost/describe/class.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>
#include <fmt/format.h>

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// JSON text <-> values <-> described structs, as tolerant as a wire needs: unknown members are ignored, a
/// missing or null optional is empty, an empty array stands for an empty object (Lua's `{}`), and an error
/// names its place. Boost's own value_to refuses all of these in 1.81.
namespace unify_ls::protocol {

namespace json = boost::json;

/// "expected a string at inputs[2].type"
struct ReadError {
  std::string expected;
  std::string path; ///< empty at the top

  std::string message() const {
    return path.empty() ? fmt::format("expected {}", expected)
                        : fmt::format("expected {} at `{}`", expected, path);
  }
};

template <class T> using Read = std::expected<T, ReadError>;

/// Limits of every text we parse, ours and others': nesting, because parsers recurse or allocate per level.
inline constexpr std::size_t json_depth_limit = 64;

/// The value of a whole JSON text; the error is one sentence of ours.
std::expected<json::value, std::string> parse_json(std::string_view text);

/// The text of a value that is always valid JSON and UTF-8: a number without a finite value becomes null, a
/// wrong byte becomes U+FFFD. (Boost.JSON would write `Infinity` and the wrong byte.)
std::string to_text(const json::value& value);

namespace detail {

inline std::string joined(std::string_view path, std::string_view member) {
  return path.empty() ? std::string(member) : fmt::format("{}.{}", path, member);
}

inline std::unexpected<ReadError> wrong(std::string_view expected, std::string_view path) {
  return std::unexpected(ReadError{std::string(expected), std::string(path)});
}

template <class T> Read<void> read_into(T& into, const json::value& from, std::string_view path);

template <Described T> Read<void> read_object(T& into, const json::value& from, std::string_view path) {
  static const json::object nothing;
  const bool empty_array = from.is_array() && from.get_array().empty();
  if (!from.is_object() && !from.is_null() && !empty_array) return wrong("an object", path);
  const json::object& object = from.is_object() ? from.get_object() : nothing;
  Read<void> outcome;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    if (!outcome) return;
    using Member = std::remove_reference_t<decltype(into.*member.pointer)>;
    const json::value* found = object.if_contains(wire_name(member.name));
    if (found != nullptr) {
      outcome = read_into(into.*member.pointer, *found, joined(path, wire_name(member.name)));
    } else if constexpr (!may_be_missing<Member>) {
      outcome = wrong("a value", joined(path, wire_name(member.name)));
    }
  });
  return outcome;
}

template <class T> Read<void> read_number(T& into, const json::value& from, std::string_view path) {
  boost::system::error_code inexact;
  const T number = from.to_number<T>(inexact);
  if (!from.is_number() || inexact) return wrong(std::is_integral_v<T> ? "a whole number" : "a number", path);
  into = number;
  return {};
}

template <class T>
Read<void> read_list(std::vector<T>& into, const json::value& from, std::string_view path) {
  if (from.is_null()) return {};
  if (!from.is_array()) return wrong("a list", path);
  into.clear();
  for (std::size_t i = 0; i < from.get_array().size(); ++i) {
    T element{};
    if (auto ok = read_into(element, from.get_array()[i], fmt::format("{}[{}]", path, i)); !ok) return ok;
    into.push_back(std::move(element));
  }
  return {};
}

template <class T>
Read<void> read_map(std::map<std::string, T>& into, const json::value& from, std::string_view path) {
  if (from.is_null() || (from.is_array() && from.get_array().empty())) return {};
  if (!from.is_object()) return wrong("an object", path);
  for (const auto& [name, value] : from.get_object()) {
    if (auto ok = read_into(into[std::string(name)], value, joined(path, name)); !ok) return ok;
  }
  return {};
}

template <class T> Read<void> read_into(T& into, const json::value& from, std::string_view path) {
  if constexpr (is_optional<T>) {
    if (from.is_null()) return {};
    return read_into(into.emplace(), from, path);
  } else if constexpr (is_vector<T>) {
    return read_list(into, from, path);
  } else if constexpr (is_map<T>) {
    return read_map(into, from, path);
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!from.is_bool()) return wrong("true or false", path);
    into = from.get_bool();
    return {};
  } else if constexpr (std::is_arithmetic_v<T>) {
    return read_number(into, from, path);
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!from.is_string()) return wrong("a string", path);
    into = std::string(from.get_string());
    return {};
  } else if constexpr (std::is_same_v<T, json::value>) {
    into = from;
    return {};
  } else if constexpr (std::is_same_v<T, json::object>) {
    if (from.is_null() || (from.is_array() && from.get_array().empty())) return {};
    if (!from.is_object()) return wrong("an object", path);
    into = from.get_object();
    return {};
  } else if constexpr (std::is_same_v<T, json::array>) {
    if (from.is_null()) return {};
    if (!from.is_array()) return wrong("a list", path);
    into = from.get_array();
    return {};
  } else {
    return read_object(into, from, path);
  }
}

} // namespace detail

template <class T> Read<T> read(const json::value& from) {
  T into{};
  if (auto ok = detail::read_into(into, from, ""); !ok) return std::unexpected(ok.error());
  return into;
}

/// A struct as a JSON value: empty optionals are absent, never null.
template <class T> json::value write(const T& from) {
  if constexpr (detail::is_vector<T>) {
    json::array list;
    list.reserve(from.size());
    for (const auto& element : from) list.push_back(write(element));
    return list;
  } else if constexpr (detail::is_map<T>) {
    json::object object;
    for (const auto& [name, value] : from) object[name] = write(value);
    return object;
  } else if constexpr (detail::Described<T>) {
    json::object object;
    boost::mp11::mp_for_each<detail::Members<T>>([&](auto member) {
      using Member = std::remove_cvref_t<decltype(from.*member.pointer)>;
      if constexpr (detail::is_optional<Member>) {
        if (from.*member.pointer) object[detail::wire_name(member.name)] = write(*(from.*member.pointer));
      } else {
        object[detail::wire_name(member.name)] = write(from.*member.pointer);
      }
    });
    return object;
  } else if constexpr (std::is_same_v<T, std::string>) {
    return json::value(json::string(from));
  } else {
    return json::value(from);
  }
}

} // namespace unify_ls::protocol
