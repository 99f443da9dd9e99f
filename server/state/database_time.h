#pragma once

#include "server/base/clock.h"
#include "server/state/sqlite.h"

#include <chrono>
#include <cstdint>
#include <optional>

/// Times as they lie in the database: milliseconds since 1970, NULL where there is none.
namespace unify_ls::state {

inline std::int64_t to_milliseconds(WallTime time) {
  return std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

inline WallTime from_milliseconds(std::int64_t milliseconds) {
  return WallTime{std::chrono::milliseconds{milliseconds}};
}

inline SqlValue optional_milliseconds(const std::optional<WallTime>& time) {
  if (!time) return nullptr;
  return to_milliseconds(*time);
}

inline std::optional<WallTime> optional_time(const Statement& row, int column) {
  const auto milliseconds = row.optional_integer(column);
  if (!milliseconds) return std::nullopt;
  return from_milliseconds(*milliseconds);
}

} // namespace unify_ls::state
