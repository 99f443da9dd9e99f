#include "server/base/cancelled.h"
#include "server/base/text.h"
#include "server/base/time.h"
#include "server/cli/render.h"
#include "server/cli/verbs.h"
#include "server/commands/names.h"
#include "server/commands/place.h"
#include "server/commands/questions.h"
#include "server/commands/token_status.h"
#include "server/commands/wire.h"
#include "server/platform/run_status.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace unify_ls::cli {
namespace {

namespace name = commands::name;
using commands::Services;
using runs::Followed;

/// The line at the terminal's end while a run goes on: how it stands, and for how long by now.
class RunningLine final : public commands::Progress {
 public:
  RunningLine(const Terminal& terminal, const runs::Run& run)
      : tasks_(terminal.tasks),
        line_(std::make_shared<Line>(terminal.output, terminal.services().clock,
                                     fmt::format("{} on {}", run.file, run.branch),
                                     run.started_at.value_or(run.requested_at))),
        ticking_(tasks_.spawn("the clock", tick(line_))) {}

  ~RunningLine() override {
    line_->over = true;
    tasks_.cancel(ticking_);
    line_->output.set_status("");
  }

  void report(std::string_view message) override {
    line_->message = message;
    line_->show();
  }

 private:
  struct Line {
    TerminalOutput& output;
    Clock& clock;
    std::string title;
    WallTime since;
    std::string message{};
    bool over = false;

    void show() {
      const auto time = std::chrono::duration_cast<std::chrono::seconds>(clock.now() - since);
      output.set_status(
          fmt::format("{}: {}{}{}", title, message, message.empty() ? "" : ", ", duration_text(time)));
    }
  };

  static Task<> tick(std::shared_ptr<Line> line) {
    while (!line->over) {
      line->show();
      co_await line->clock.wait(std::chrono::seconds{1});
    }
  }

  TaskGroup& tasks_;
  std::shared_ptr<Line> line_;
  TaskGroup::Id ticking_;
};

/// Prints how a run stands: each change on a line, or where a person sees the line above, only the end.
class Telling {
 public:
  explicit Telling(const Terminal& terminal) : terminal_(terminal) {}

  void tell(const protocol::Run& run) {
    std::string state = fmt::format("{} {}", run.ended, run.status.value_or(""));
    const bool seen = terminal_.output.has_status_line() && terminal_.output.shows_results();
    if (state == told_ || (seen && !run.ended && !terminal_.options.json)) return;
    told_ = std::move(state);
    print_result(terminal_, run, change_text(run, terminal_.output.result_style()));
  }

 private:
  const Terminal& terminal_;
  std::string told_;
};

/// Follows to the end. Nothing when the person stopped following.
Task<std::optional<Followed>> watch(const Terminal& terminal, runs::Run run) {
  Telling telling(terminal);
  protocol::Run begun = commands::to_wire(run);
  if (begun.following == runs::name_of(runs::Following::off))
    begun.following = runs::name_of(runs::Following::here);
  telling.tell(begun);
  terminal.client.tell_changes_to([&](const protocol::Run& changed) {
    if (changed.id == run.id) telling.tell(changed);
  });
  std::optional<RunningLine> line;
  if (terminal.output.has_status_line()) line.emplace(terminal, run);
  std::optional<Followed> followed;
  try {
    followed =
        co_await terminal.services().runs.follower().watch(run, line ? &*line : nullptr, runs::WhenLost::end);
  } catch (const std::exception&) {
    if (!is_cancellation(std::current_exception())) throw; // else it was Ctrl-C, and the run goes on
  }
  line.reset();
  terminal.client.tell_changes_to({});
  // Where another process follows the run, this one only reads what that one wrote down.
  if (followed) telling.tell(commands::to_wire(followed->run));
  co_return followed;
}

bool has_succeeded(const Followed& followed) {
  return followed.end == runs::FollowEnd::run_ended && platform::succeeded(followed.run.status);
}

void tell_end(const Terminal& terminal, const Followed& followed) {
  if (followed.end != runs::FollowEnd::run_ended) {
    Error error = followed.error.value_or(Error{.kind = ErrorKind::timeout, .message = ""});
    error.message = runs::end_sentence(followed);
    report(terminal, error);
  } else if (!followed.run.run_url.empty() && !terminal.options.json) {
    terminal.output.print(printable(followed.run.run_url) + "\n");
  }
}

/// Follows a run, tells all of it, and gives `otherwise` unless the run is known to have succeeded.
Task<int> follow_to_end(const Terminal& terminal, runs::Run run, ExitCode otherwise) {
  const std::string id = run.id;
  const bool written_down = run.written_down;
  const std::optional<Followed> followed = co_await watch(terminal, std::move(run));
  if (!followed) {
    const std::string again =
        written_down ? fmt::format(" `unify-ls follow {}` follows it again.", printable(id)) : "";
    terminal.output.tell("No longer following; the run goes on." + again);
    co_return otherwise;
  }
  tell_end(terminal, *followed);
  co_return has_succeeded(*followed) ? all_well : otherwise;
}

/// The one thing that must not be lost with the output.
void tell_ids(const Terminal& terminal, const protocol::RunStarted& started) {
  std::vector<std::string> ids;
  for (const auto& id : {started.id, started.runId, started.runUrl})
    if (id) ids.push_back(commands::shown(*id));
  terminal.output.tell(fmt::format("Started {}: {}", commands::shown(started.file), fmt::join(ids, " ")));
}

/// Follows the run that was started just now; Ctrl-C changes nothing about that.
Task<int> follow_started(const Terminal& terminal, runs::Run run) {
  try {
    co_return co_await follow_to_end(terminal, std::move(run), not_succeeded);
  } catch (const std::exception&) {
    if (!is_cancellation(std::current_exception())) throw;
    co_return not_succeeded;
  }
}

/// Whether the run that is about to be started can be followed; says why not.
Task<bool> can_be_followed(const Terminal& terminal) {
  const Services& services = terminal.services();
  std::optional<bool> may_read = co_await services.token.may_read();
  if (!may_read) {
    const commands::TokenCheck check = co_await commands::check_token(services.platform.api);
    may_read = check.may_read;
  }
  if (may_read != false) co_return true;
  terminal.client.show(protocol::MessageType::warning,
                       "This token cannot read runs, so the run will not be followed: watch it in Unify.");
  co_return false;
}

} // namespace

Task<int> start_run(const Terminal& terminal) {
  const Said& said = terminal.said;
  const std::string_view command =
      terminal.options.verb == "again" ? name::workflow_run_again : name::workflow_run;
  auto call = call_of_line(terminal, command);
  if (!call) co_return report(terminal, call.error());
  if (!said.dryRun && terminal.client.can_ask()) {
    const commands::Services& services = terminal.services();
    const auto token =
        co_await services.token.vault.token(services.platform.origin(), services.token.patience);
    if (!token) co_return report(terminal, token.error()); // before any question
  }
  bool followable = true;
  if (said.follow && !said.dryRun) followable = co_await can_be_followed(terminal);
  const auto outcome = co_await terminal.registry.execute(*std::move(call));
  if (!outcome) co_return report(terminal, outcome.error());
  if (was_cancelled(*outcome)) co_return report_cancelled(terminal.options, terminal.output);

  const auto& started = outcome->value.as<protocol::RunStarted>();
  const bool wants_to_follow = said.follow && outcome->started;
  const bool follows = wants_to_follow && followable;
  // With --json a followed run is one `Run` a line and nothing else.
  if (!follows || !terminal.options.json)
    print_result(terminal, outcome->value, started_text(started, terminal.output.result_style()));
  const bool told = terminal.output.has_lost_results() && outcome->started;
  if (told) tell_ids(terminal, started);
  if (!follows) co_return wants_to_follow ? not_succeeded : all_well;

  const int code = co_await follow_started(terminal, *outcome->started);
  if (terminal.output.has_lost_results() && !told) tell_ids(terminal, started);
  co_return code;
}

Task<int> follow_run(const Terminal& terminal) {
  auto run =
      co_await commands::find_run(terminal.services().workspace, terminal.services().runs, terminal.said.id);
  if (!run) {
    report(terminal, run.error());
    co_return failed;
  }
  const Services& services = terminal.services();
  const std::optional<bool> may_read = co_await services.token.may_read();
  if (may_read == false && !run->ended)
    co_return report(terminal, commands::cannot_watch(*run, services.platform.ui_url));
  co_return co_await follow_to_end(terminal, *std::move(run), failed);
}

} // namespace unify_ls::cli
