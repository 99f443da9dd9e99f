#pragma once

#include <boost/describe/members.hpp>
#include <boost/describe/modifiers.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// What a member of a struct is and how it is spelled on the wire: for json.h alone.
namespace unify_ls::protocol::detail {

namespace json = boost::json;

template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;
template <class T> inline constexpr bool is_vector = false;
template <class T> inline constexpr bool is_vector<std::vector<T>> = true;
template <class T> inline constexpr bool is_map = false;
template <class T> inline constexpr bool is_map<std::map<std::string, T>> = true;

/// Lists, objects and whatever may be anything are empty when they are missing.
template <class T>
inline constexpr bool may_be_missing =
    is_optional<T> || is_vector<T> || is_map<T> || std::is_same_v<T, json::object> ||
    std::is_same_v<T, json::array> || std::is_same_v<T, json::value>;

template <class T> using Members = boost::describe::describe_members<T, boost::describe::mod_public>;
template <class T>
concept Described = boost::describe::has_describe_members<T>::value;

/// A member that would be a keyword in C++ is spelled with a trailing underscore: `default_` is "default".
constexpr std::string_view wire_name(const char* member) {
  std::string_view name = member;
  if (name.ends_with('_')) name.remove_suffix(1);
  return name;
}

} // namespace unify_ls::protocol::detail
