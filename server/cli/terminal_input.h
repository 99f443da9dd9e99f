#pragma once

#include "server/base/task.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::cli {

/// A longer line is cut; no input of a workflow may be that long.
inline constexpr std::size_t typed_line_limit = std::size_t{64} * 1024 + 2;

/// What comes in on stdin. It is read only while somebody waits for it, and its blocking mode, which the
/// shell shares with us, is as before afterwards. One reading at a time; loop thread only.
class TerminalInput {
 public:
  explicit TerminalInput(asio::io_context& loop) : loop_(loop) {}

  /// Whether a person sits there.
  bool is_person() const;

  /// The next line without its end; nothing when the person left: Ctrl-D on an empty line, Ctrl-C.
  Task<std::optional<std::string>> read_line();

  using Prompt = std::function<void()>;
  using GoesOn = std::function<bool(std::string_view typed)>;

  /// The same without showing what is typed; `prompt` is called as soon as nothing is shown any more, and
  /// again when the person comes back from Ctrl-Z. The terminal is as before afterwards, whatever happened,
  /// and for as long as we are stopped. The caller wipes the line. Where `goes_on` says of what was typed
  /// that more belongs to it, more lines are read; what was typed after the last of them is forgotten, so
  /// that the rest of something pasted never reaches the shell.
  Task<std::optional<std::string>> read_hidden(std::size_t limit, Prompt prompt, GoesOn goes_on);

  /// Everything up to the end of input, at most `limit` bytes; nothing when interrupted. The caller wipes it
  /// where it is a secret.
  Task<std::optional<std::string>> read_all(std::size_t limit);

  /// Ends the reading that is under way as if the person had left. False when nothing is being read.
  bool interrupt();

  /// Forgets what was typed before it was asked for: it cannot be the answer.
  void discard_typed_ahead();

 private:
  enum class Until { end_of_line, end_of_input };

  Task<std::optional<std::string>> read(Until until, std::size_t limit, Prompt hidden_prompt = {},
                                        GoesOn goes_on = {});

  asio::io_context& loop_;
  std::function<void()> stop_reading_{}; ///< empty when nothing is being read
};

} // namespace unify_ls::cli
