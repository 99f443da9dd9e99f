#pragma once

#include "server/cli/style.h"

#include <string>
#include <string_view>

namespace unify_ls::cli {

/// Our two outputs: results go to stdout, everything that a person is told besides to stderr. On a terminal
/// stderr also has one line at its end that is written over as things move. Loop thread only.
class TerminalOutput {
 public:
  /// Looks at the descriptors, at NO_COLOR and at TERM.
  TerminalOutput();
  ~TerminalOutput();
  TerminalOutput(const TerminalOutput&) = delete;
  TerminalOutput& operator=(const TerminalOutput&) = delete;

  /// A result, as it is.
  void print(std::string_view text);

  /// Whether a result, or a part of it, could not be written.
  bool has_lost_results() const { return lost_; }

  /// A line to the person.
  void tell(std::string_view line);

  /// The beginning of a line that the person will complete.
  void prompt(std::string_view text);

  /// Whether a person sees the results, too.
  bool shows_results() const { return printing_terminal_; }

  bool has_status_line() const { return telling_terminal_; }

  /// Shows a line in place of the one before; an empty one takes it away. Nothing without a status line.
  void set_status(std::string_view line);

  const Style& result_style() const { return result_style_; }

  const Style& telling_style() const { return telling_style_; }

 private:
  bool printing_terminal_;
  bool telling_terminal_;
  Style result_style_;
  Style telling_style_;
  bool status_shown_ = false;
  bool lost_ = false;
};

} // namespace unify_ls::cli
