#include "server/base/log.h"

#include "server/base/process.h"
#include "server/base/text.h"
#include "server/base/time.h"

#include <array>
#include <chrono>

namespace unify_ls {
namespace {

constexpr std::array<std::string_view, 5> level_names = {"error", "warn", "info", "debug", "trace"};
constexpr std::string_view level_letters = "EWIDT";

} // namespace

std::optional<LogLevel> log_level_from(std::string_view name) {
  for (std::size_t i = 0; i < level_names.size(); ++i)
    if (level_names[i] == name) return static_cast<LogLevel>(i);
  return std::nullopt;
}

void Log::write(LogLevel level, std::string_view line) {
  const auto now = std::chrono::system_clock::now();
  write_or_drop(descriptor_, fmt::format("{}[{}] {}\n", level_letters[static_cast<std::size_t>(level)],
                                         to_rfc3339(now), printable(line)));
}

} // namespace unify_ls
