#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

namespace unify_ls {

enum class LogLevel { error, warn, info, debug, trace };

std::optional<LogLevel> log_level_from(std::string_view name);

/// Lines for a person who looks for a fault: method, id, duration, size, outcome. Never a body, a header or a
/// token. Quiet by default, because Neovim records all of stderr as errors. Used on the loop's thread only.
class Log {
 public:
  /// Writes to `descriptor`, which it does not own.
  Log(LogLevel level, int descriptor) : level_(level), descriptor_(descriptor) {}

  bool wants(LogLevel level) const { return level <= level_; }

  void write(LogLevel level, std::string_view line);

  template <class... Args> void error(fmt::format_string<Args...> text, Args&&... args) {
    print(LogLevel::error, text, std::forward<Args>(args)...);
  }

  template <class... Args> void warn(fmt::format_string<Args...> text, Args&&... args) {
    print(LogLevel::warn, text, std::forward<Args>(args)...);
  }

  template <class... Args> void info(fmt::format_string<Args...> text, Args&&... args) {
    print(LogLevel::info, text, std::forward<Args>(args)...);
  }

  template <class... Args> void debug(fmt::format_string<Args...> text, Args&&... args) {
    print(LogLevel::debug, text, std::forward<Args>(args)...);
  }

  template <class... Args> void trace(fmt::format_string<Args...> text, Args&&... args) {
    print(LogLevel::trace, text, std::forward<Args>(args)...);
  }

 private:
  template <class... Args> void print(LogLevel level, fmt::format_string<Args...> text, Args&&... args) {
    if (wants(level)) write(level, fmt::format(text, std::forward<Args>(args)...));
  }

  LogLevel level_;
  int descriptor_;
};

} // namespace unify_ls
