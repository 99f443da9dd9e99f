#include "server/cli/terminal.h"

#include "server/app/house.h"
#include "server/base/cancelled.h"
#include "server/base/file_uri.h"
#include "server/base/process.h"
#include "server/base/turn.h"
#include "server/cli/verbs.h"

#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <filesystem>

namespace unify_ls {
namespace {

/// How long tasks have to end when the verb is over: a request under way notes that nobody heard its answer,
/// and what could not be written down is tried again.
constexpr std::chrono::milliseconds drain_time{500};

/// One verb from the first question to the exit code.
class TerminalRun {
 public:
  TerminalRun(const Options& options, Log& log, std::optional<Result<credentials::Secret>> environment_token)
      : options_(options),
        log_(log),
        tasks_(loop_, log),
        input_(loop_),
        client_(input_, output_),
        signals_(loop_, SIGINT, SIGTERM, SIGHUP),
        house_(House::build(options_, loop_, log, tasks_, client_, std::move(environment_token))) {}

  int run() {
    if (!house_) {
      cli::report(options_, output_, house_.error());
      return bad_arguments;
    }
    if (const Result<> opened = open_folder(); !opened) {
      cli::report(options_, output_, opened.error());
      return bad_arguments;
    }
    verb_ = tasks_.spawn("the verb", run_verb(), [this] {
      if (!code_) code_ = failed; // a bug, which is in the log
    });
    listen_for_signals();
    while (!code_) {
      loop_.run_one();
      tell_long_turn(log_);
    }
    finish();
    tell_longest_turn(log_);
    if (tasks_.running() > 0) {
      // Destroying work that is still suspended would let it reach for what is gone already.
      output_.set_status("");
      leave_at_once(*code_);
    }
    return *code_;
  }

 private:
  /// --folder stands for the folder that an editor has open.
  Result<> open_folder() {
    if (!options_.folder) return {};
    std::error_code failure;
    std::string written = options_.folder->starts_with("file:")
                              ? *options_.folder
                              : std::filesystem::absolute(*options_.folder, failure).string();
    const std::optional<std::string> path = folder_path(written);
    if (!path || !std::filesystem::is_directory(*path, failure))
      return fail(ErrorKind::notFound, fmt::format("There is no folder `{}`.", *options_.folder));
    (*house_)->services().workspace.folders.add(*path);
    return {};
  }

  Task<> run_verb() {
    if (said_.confirmed) client_.never_ask();
    const cli::Terminal terminal{options_, said_, (*house_)->registry(), client_, input_, output_, tasks_};
    try {
      code_ = co_await cli::run_verb(terminal);
    } catch (const std::exception&) {
      if (!is_cancellation(std::current_exception())) throw;
      code_ = cli::report_cancelled(options_, output_);
    }
  }

  /// The first signal leaves the question that is open, else it cancels the verb; the second one ends us.
  void listen_for_signals() {
    signals_.async_wait([this](const boost::system::error_code& cancelled, int) {
      if (cancelled) return;
      if (std::exchange(interrupted_, true)) code_ = code_.value_or(failed);
      if (!input_.interrupt()) tasks_.cancel(verb_);
      listen_for_signals();
    });
  }

  void finish() {
    signals_.cancel();
    tasks_.cancel_all();
    const auto deadline = std::chrono::steady_clock::now() + drain_time;
    while (tasks_.running() > 0 && std::chrono::steady_clock::now() < deadline) loop_.run_one_until(deadline);
  }

  // The loop comes first, because its suspended work is destroyed with it and may reach back to all that
  // follows.
  asio::io_context loop_{1};
  const Options options_;
  const cli::Said said_ = protocol::read<cli::Said>(options_.said).value_or(cli::Said{});
  Log& log_;
  TaskGroup tasks_;
  cli::TerminalOutput output_;
  cli::TerminalInput input_;
  cli::TerminalClient client_;
  asio::signal_set signals_;
  Result<std::unique_ptr<House>> house_;
  TaskGroup::Id verb_ = 0;
  bool interrupted_ = false;
  std::optional<int> code_{};
};

} // namespace

int run_in_terminal(const Options& options, Log& log,
                    std::optional<Result<credentials::Secret>> environment_token) {
  TerminalRun run(options, log, std::move(environment_token));
  return run.run();
}

} // namespace unify_ls
