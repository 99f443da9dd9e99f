#include "server/app/options.h"
#include "server/app/serve.h"
#include "server/base/process.h"
#include "server/cli/terminal.h"
#include "server/credentials/environment.h"

#include <fcntl.h>
#include <unistd.h>

namespace {

using namespace unify_ls;

constexpr int bad_arguments = 2;

int print(const EarlyExit& exit) {
  write_whole(STDOUT_FILENO, exit.output);
  write_whole(STDERR_FILENO, exit.errors);
  return exit.code;
}

/// Where log lines go; -1 when the file cannot be opened.
int open_log(const Options& options) {
  if (!options.log_file) return STDERR_FILENO;
  return ::open(options.log_file->c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

} // namespace

int main(int count, char** arguments) {
  harden_process();
  auto environment_token = credentials::take_environment_token();
  const auto options = read_options(count, arguments);
  if (!options) return print(options.error());

  const int log_descriptor = open_log(*options);
  if (log_descriptor < 0) {
    write_whole(STDERR_FILENO,
                "unify-ls: the log file " + *options->log_file + " cannot be opened for writing\n");
    return bad_arguments;
  }
  Log log(options->log_level, log_descriptor);
  if (options->verb != Verb::serve) return run_in_terminal(*options, log, std::move(environment_token));
  if (is_terminal(STDIN_FILENO)) return print({.output = help_text()});
  return serve(*options, log, std::move(environment_token));
}
