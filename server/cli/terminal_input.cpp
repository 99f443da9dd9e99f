#include "server/cli/terminal_input.h"

#include "server/base/process.h"
#include "server/credentials/secret.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace unify_ls::cli {
namespace {

/// Our stdin for one reading, through a private copy of the descriptor. That it does not block is a property
/// that the shell shares with us.
class OpenInput {
 public:
  explicit OpenInput(asio::io_context& loop)
      : flags_(::fcntl(STDIN_FILENO, F_GETFL)),
        stream_(loop, ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)) {}

  ~OpenInput() { give_back(); }

  OpenInput(const OpenInput&) = delete;
  OpenInput& operator=(const OpenInput&) = delete;

  void give_back() const {
    if (flags_ >= 0) ::fcntl(STDIN_FILENO, F_SETFL, flags_);
  }

  void take() { stream_.native_non_blocking(true); }

  asio::posix::stream_descriptor& stream() { return stream_; }

 private:
  int flags_;
  asio::posix::stream_descriptor stream_;
};

/// A terminal that does not show what is typed, for as long as this lives.
class HiddenTyping {
 public:
  HiddenTyping() { take(); }

  ~HiddenTyping() {
    ::tcflush(STDIN_FILENO, TCIFLUSH);
    give_back();
  }

  HiddenTyping(const HiddenTyping&) = delete;
  HiddenTyping& operator=(const HiddenTyping&) = delete;

  void take() {
    known_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
    if (!known_) return;
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    hidden.c_lflag |= ECHONL; // the end of the line is shown, so that what follows stands below
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }

  void give_back() const {
    if (known_) ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
  }

 private:
  termios before_{};
  bool known_ = false;
};

/// Ctrl-Z and Ctrl-\ in the middle of a reading do what they always do, but only once the terminal is as the
/// shell left it: nobody else would put it right.
class Interruptions {
 public:
  Interruptions(asio::io_context& loop, std::function<void()> give_back, std::function<void()> take)
      : signals_(loop),
        give_back_(std::move(give_back)),
        take_(std::move(take)) {
    for (const int signal : {SIGTSTP, SIGQUIT}) {
      struct sigaction present{};
      if (::sigaction(signal, nullptr, &present) == 0 && present.sa_handler != SIG_IGN) signals_.add(signal);
    }
    listen();
  }

 private:
  void listen() {
    signals_.async_wait([this](const boost::system::error_code& cancelled, int signal) {
      if (cancelled) return;
      give_back_();
      signals_.remove(signal); // which brings back what the signal does by itself
      ::raise(signal);
      // We are in the foreground again, or were stopped by nobody because no shell would wake us.
      signals_.add(signal);
      take_();
      listen();
    });
  }

  asio::signal_set signals_;
  std::function<void()> give_back_;
  std::function<void()> take_;
};

void drop_line_end(std::string& line) {
  if (line.ends_with('\n')) line.pop_back();
  if (line.ends_with('\r')) line.pop_back();
}

} // namespace

bool TerminalInput::is_person() const { return is_terminal(STDIN_FILENO); }

Task<std::optional<std::string>> TerminalInput::read(Until until, std::size_t limit, Prompt hidden_prompt,
                                                     GoesOn goes_on) {
  OpenInput input(loop_);
  std::optional<HiddenTyping> hidden;
  const auto give_back = [&] {
    if (hidden) hidden->give_back();
    input.give_back();
  };
  const auto take = [&] {
    input.take();
    if (!hidden) return;
    hidden->take();
    hidden_prompt();
  };
  const Interruptions interruptions(loop_, give_back, take); // before anything is hidden
  if (hidden_prompt) {
    hidden.emplace();
    hidden_prompt();
  }
  // All of it at once: a buffer that grows would leave copies of a token behind.
  std::string text(limit, '\0');
  std::size_t used = 0;
  boost::system::error_code ended;
  stop_reading_ = [&stream = input.stream()] { stream.cancel(); };
  while (!ended && used < limit) {
    const std::size_t count = co_await input.stream().async_read_some(
        asio::buffer(text.data() + used, limit - used), asio::redirect_error(asio::use_awaitable, ended));
    used += count;
    const bool line_ended = until == Until::end_of_line && used > 0 && text[used - 1] == '\n';
    if (line_ended && !(goes_on && goes_on(std::string_view(text).substr(0, used)))) break;
  }
  stop_reading_ = {};
  if (ended == asio::error::operation_aborted) {
    credentials::wipe(text); // it may be the beginning of a token
    co_return std::nullopt;
  }
  text.resize(used);
  co_return text;
}

Task<std::optional<std::string>> TerminalInput::read_line() {
  std::optional<std::string> line = co_await read(Until::end_of_line, typed_line_limit);
  if (!line || line->empty()) co_return std::nullopt;
  drop_line_end(*line);
  co_return line;
}

Task<std::optional<std::string>> TerminalInput::read_hidden(std::size_t limit, Prompt prompt,
                                                            GoesOn goes_on) {
  std::optional<std::string> typed =
      co_await read(Until::end_of_line, limit, std::move(prompt), std::move(goes_on));
  if (!typed || typed->empty()) co_return std::nullopt;
  drop_line_end(*typed);
  co_return typed;
}

Task<std::optional<std::string>> TerminalInput::read_all(std::size_t limit) {
  return read(Until::end_of_input, limit);
}

bool TerminalInput::interrupt() {
  if (!stop_reading_) return false;
  stop_reading_();
  return true;
}

void TerminalInput::discard_typed_ahead() {
  if (is_person()) ::tcflush(STDIN_FILENO, TCIFLUSH);
}

} // namespace unify_ls::cli
