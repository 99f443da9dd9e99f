#include "server/app/exit_code.h"
#include "server/app/serve.h"
#include "server/base/process.h"
#include "server/cli/command_line.h"
#include "server/cli/help.h"
#include "server/cli/terminal.h"
#include "server/credentials/environment.h"

#include <exception>
#include <string>

namespace {

using namespace unify_ls;

int print(const cli::EarlyExit& exit) {
  const bool written = write_to_stdout(exit.output);
  write_to_stderr(exit.errors);
  if (written || exit.code != 0) return exit.code;
  write_to_stderr("unify-ls: the output could not be written\n");
  return failed;
}

/// Where log lines go; -1 when the file cannot be opened.
int open_log(const Options& options) {
  return options.log_file ? open_log_file(*options.log_file) : stderr_descriptor();
}

} // namespace

int main(int count, char** arguments) {
  harden_process();
  auto environment_token = credentials::take_environment_token();
  const auto options = cli::read_command_line(count, arguments);
  if (!options) return print(options.error());

  const int log_descriptor = open_log(*options);
  if (log_descriptor < 0) {
    write_whole(STDERR_FILENO, "unify-ls: the log file " + *options->log_file +
                                   " cannot be opened for writing; it may not be a pipe either\n");
    return bad_arguments;
  }
  Log log(options->log_level, log_descriptor);
  try {
    if (options->verb != "serve") return run_in_terminal(*options, log, std::move(environment_token));
    if (stdin_is_terminal()) return print({.output = cli::help_text()});
    return serve(*options, log, std::move(environment_token));
  } catch (const std::exception& failure) {
    // The system gives not even what the loop needs, a descriptor for example.
    write_to_stderr(std::string("unify-ls: it cannot go on: ") + failure.what() + "\n");
    return failed;
  }
}
