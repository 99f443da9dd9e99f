#include "server/app/serve.h"

#include "server/app/exit_code.h"
#include "server/app/language_server.h"
#include "server/base/process.h"
#include "server/base/turn.h"

#include <boost/asio/signal_set.hpp>

#include <chrono>

namespace unify_ls {
namespace {

/// Together these keep the end within a second of its cause, whatever we wait for.
constexpr std::chrono::milliseconds flush_time{300};
constexpr std::chrono::milliseconds drain_time{400};

enum class Cause { exit, end_of_input, broken_input, broken_output, signal, editor_died };

Cause cause_of(rpc::StreamEnd end) {
  switch (end) {
  case rpc::StreamEnd::clean: return Cause::end_of_input;
  case rpc::StreamEnd::unheard: return Cause::broken_output;
  case rpc::StreamEnd::unexpected:
  case rpc::StreamEnd::unreadable: break;
  }
  return Cause::broken_input;
}

/// One conversation from the first byte to the exit code.
class Conversation {
 public:
  Conversation(const Options& options, Log& log, std::optional<Result<credentials::Secret>> environment_token)
      : log_(log),
        tasks_(loop_, log),
        connection_(loop_, log, tasks_, take_stdin(), take_stdout()),
        client_(connection_, clock_),
        signals_(loop_),
        house_(House::build(options, loop_, log, tasks_, client_, std::move(environment_token))) {}

  int run() {
    if (!house_) {
      write_to_stderr("unify-ls: " + house_.error().message + "\n");
      return bad_arguments;
    }
    server_.emplace(**house_, connection_, client_, clock_, tasks_, log_,
                    [this](Farewell why) { end(why == Farewell::exit ? Cause::exit : Cause::editor_died); });
    for (const int signal : ending_signals()) signals_.add(signal);
    signals_.async_wait([this](const boost::system::error_code& cancelled, int) {
      if (!cancelled) end(Cause::signal);
    });
    tasks_.spawn("writing", connection_.pump());
    tasks_.spawn("watching the reader", connection_.watch_reader());
    tasks_.spawn("reading", read());
    while (!cause_) {
      loop_.run_one();
      tell_long_turn(log_);
    }
    return finish();
  }

 private:
  Task<> read() {
    const rpc::StreamEnd stream = co_await connection_.run(server_->dispatcher());
    end(cause_of(stream));
  }

  void end(Cause cause) {
    if (!cause_) cause_ = cause;
  }

  /// Writes what is still to be said, then asks every task to end and lets them.
  int finish() {
    bool flushed = false;
    tasks_.spawn("flushing", connection_.flushed(), [&flushed] { flushed = true; });
    run_until(flush_time, [&flushed] { return flushed; });
    signals_.cancel();
    tasks_.cancel_all();
    run_until(drain_time, [this] { return tasks_.running() == 0; });
    tell_longest_turn(log_);
    const bool orderly = server_->dispatcher().lifecycle() == rpc::Lifecycle::shut_down &&
                         *cause_ != Cause::broken_input && *cause_ != Cause::editor_died &&
                         !connection_.has_lost_messages();
    const int code = orderly ? all_well : failed;
    if (tasks_.running() > 0) {
      // Destroying work that is still suspended would let it reach for what is gone already.
      log_.warn("{} tasks did not end in time", tasks_.running());
      leave_at_once(code);
    }
    return code;
  }

  template <class Done> void run_until(std::chrono::milliseconds limit, Done done) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!done() && std::chrono::steady_clock::now() < deadline) loop_.run_one_until(deadline);
  }

  // The loop comes first, because its suspended work is destroyed with it and may reach back to all that
  // follows.
  asio::io_context loop_{1};
  SystemClock clock_;
  Log& log_;
  TaskGroup tasks_;
  rpc::Connection connection_;
  EditorClient client_;
  asio::signal_set signals_;
  Result<std::unique_ptr<House>> house_;
  std::optional<LanguageServer> server_;
  std::optional<Cause> cause_;
};

} // namespace

int serve(const Options& options, Log& log, std::optional<Result<credentials::Secret>> environment_token) {
  Conversation conversation(options, log, std::move(environment_token));
  return conversation.run();
}

} // namespace unify_ls
