#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::credentials {

/// The shells that a command may have been written for. Windows PowerShell, the old one, hands a program the
/// quotes inside an argument only where a backslash stands before them.
enum class Shell : std::uint8_t { posix, cmd, powershell, windows_powershell };

inline constexpr Shell all_shells[] = {Shell::posix, Shell::cmd, Shell::powershell,
                                       Shell::windows_powershell};

/// The words of one command as a shell would hand them to the program, without running anything. Variables
/// stay as they are written, since nobody here knows their values. Whatever would make the shell do more than
/// hand over words (a second command, a pipe, a file, a command inside) is not understood. The words may hold
/// a token: they lie in one buffer, which is overwritten in the end.
class ShellWords {
 public:
  enum class State : std::uint8_t {
    whole,
    unfinished, ///< it ends inside quotes, or says that it goes on in the next line
    not_understood,
  };

  /// A line break that says "it goes on" and was lost, as in the one line of an editor's prompt, counts too.
  ShellWords(std::string_view text, Shell shell);
  ~ShellWords();
  ShellWords(const ShellWords&) = delete;
  ShellWords& operator=(const ShellWords&) = delete;
  ShellWords(ShellWords&&) = delete;
  ShellWords& operator=(ShellWords&&) = delete;

  State state() const { return state_; }

  /// Good as long as this lives.
  const std::vector<std::string_view>& words() const { return words_; }

 private:
  void take_backslashes_off_quotes();

  std::string buffer_;
  std::vector<std::string_view> words_;
  State state_ = State::whole;
};

} // namespace unify_ls::credentials
