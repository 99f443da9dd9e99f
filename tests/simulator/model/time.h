#pragma once

#include <chrono>
#include <string>

namespace unify_ls::simulator {

/// A moment of the simulated world. It is always passed in, so that tests choose it.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

Time system_now();

/// `2026-01-02T03:04:05.678Z`, as the platform writes times.
std::string rfc3339(Time time);

} // namespace unify_ls::simulator
