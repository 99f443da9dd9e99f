#pragma once

#include "server/app/options.h"

#include <expected>
#include <string>

namespace unify_ls::cli {

/// What to print and with which code to exit, instead of running: help, a version or a mistake.
struct EarlyExit {
  int code = 0;
  std::string output{}; ///< for stdout
  std::string errors{}; ///< for stderr
};

/// Reads the command line. A verb may follow `serve` and its flags, the last verb decides and later flags
/// win, so that a client can add a verb to its own server command.
std::expected<Options, EarlyExit> read_command_line(int count, const char* const* arguments);

} // namespace unify_ls::cli
