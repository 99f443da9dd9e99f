#pragma once

#include "server/base/clock.h"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

/// Single members of an answer. Each function gives nothing when the value is no object, or the member is
/// missing, empty or of another type.
namespace unify_ls::platform {

const boost::json::value* member(const boost::json::value& value, std::string_view name);
const boost::json::array* array_member(const boost::json::value& value, std::string_view name);
std::optional<std::string> text(const boost::json::value& value, std::string_view name);

/// Visible ASCII of at most id_length_limit bytes.
std::optional<std::string> id_text(const boost::json::value& value, std::string_view name);

std::optional<bool> flag(const boost::json::value& value, std::string_view name);

/// A whole number, also as text: gRPC gateways write 64-bit numbers so.
std::optional<long long> number(const boost::json::value& value, std::string_view name);

/// RFC 3339. The zero time of Go ("0001-01-01T00:00:00Z") is none.
std::optional<WallTime> time(const boost::json::value& value, std::string_view name);

} // namespace unify_ls::platform
