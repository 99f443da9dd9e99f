#include "server/cli/terminal_output.h"

#include "server/base/process.h"
#include "server/base/text.h"

#include <fmt/format.h>

#include <unistd.h>

namespace unify_ls::cli {
namespace {

/// A status line that wraps could not be written over.
constexpr std::size_t status_limit = 79;

bool wants_colours(int descriptor) {
  return is_terminal(descriptor) && !environment_variable("NO_COLOR") &&
         environment_variable("TERM") != "dumb";
}

} // namespace

TerminalOutput::TerminalOutput()
    : printing_terminal_(is_terminal(STDOUT_FILENO)),
      telling_terminal_(is_terminal(STDERR_FILENO)),
      result_style_(wants_colours(STDOUT_FILENO)),
      telling_style_(wants_colours(STDERR_FILENO)) {}

TerminalOutput::~TerminalOutput() { set_status(""); }

void TerminalOutput::print(std::string_view text) {
  set_status("");
  if (!write_whole(STDOUT_FILENO, text)) lost_ = true;
}

void TerminalOutput::tell(std::string_view line) { prompt(fmt::format("{}\n", line)); }

void TerminalOutput::prompt(std::string_view text) {
  set_status("");
  write_whole(STDERR_FILENO, text);
}

void TerminalOutput::set_status(std::string_view line) {
  if (!telling_terminal_ || (line.empty() && !status_shown_)) return;
  status_shown_ = !line.empty();
  write_whole(STDERR_FILENO, fmt::format("\r\x1b[K{}", shortened(printable(line), status_limit)));
}

} // namespace unify_ls::cli
