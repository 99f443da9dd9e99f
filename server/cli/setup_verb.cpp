#include "server/base/text.h"
#include "server/cli/render.h"
#include "server/cli/token_entry.h"
#include "server/cli/verbs.h"
#include "server/commands/names.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::cli {
namespace {

namespace json = boost::json;
namespace name = commands::name;
using commands::Asked;

/// The first minute. Leaving a step goes on with the next, and all of it can be done again.
class Setup {
 public:
  explicit Setup(const Terminal& terminal) : terminal_(terminal) {}

  Task<> run() {
    begin("A token");
    co_await store_a_token();
    if (may_not_look_up_) {
      begin("The component");
      co_await name_the_component();
    }
    begin("What can be started here");
    const bool any = co_await list_workflows();
    if (any) {
      begin("What starting one would send");
      co_await look_at_a_run();
    }
    terminal_.output.tell("\nNothing was started. `unify-ls run` does that, and asks before.");
  }

 private:
  void begin(std::string_view what) {
    terminal_.output.tell("");
    terminal_.output.tell(
        terminal_.output.telling_style().paint(Tone::strong, fmt::format("{}. {}", ++step_, what)));
  }

  Task<> store_a_token() {
    const commands::Services& services = terminal_.services();
    if (services.token.vault.is_of_environment()) {
      terminal_.output.tell("It comes from UNIFY_TOKEN.");
      co_return;
    }
    terminal_.output.tell(fmt::format(
        "Open {} and go to User profile > Personal access tokens > Generate token.\n"
        "Copy two things: the token, and the curl command that Unify shows with it. Paste one of them; "
        "Ctrl-D goes on without.",
        services.platform.ui_url.text()));
    const auto entered = co_await enter_token(terminal_);
    if (!entered) {
      report(terminal_, entered.error());
      co_return;
    }
    if (!*entered) {
      terminal_.output.tell("");
      co_return;
    }
    target_ = (*entered)->target;
    const commands::TokenEnd end = co_await ask_end();
    const auto stored = co_await store_entered(terminal_, **entered, end);
    if (!stored)
      report(terminal_, stored.error());
    else
      may_not_look_up_ = stored->may_read == false && !target_;
  }

  Task<commands::TokenEnd> ask_end() {
    protocol::FormField field{.id = "expires",
                              .description =
                                  "For how many days was it generated, or until which day, such as "
                                  "2027-01-31? Unify's default is 7 days.",
                              .type = {.kind = "string"},
                              .required = false,
                              .default_ = json::value("7")};
    for (;;) {
      const Asked asked = co_await terminal_.client.ask(field);
      if (asked.outcome != Asked::Outcome::answered || !asked.answer.is_string())
        co_return commands::TokenEnd{};
      const auto end =
          commands::token_end_from_text(asked.answer.get_string(), terminal_.services().clock.now());
      if (end) co_return *end;
      field.error = end.error().message;
    }
  }

  /// Hidden, because a curl command may hold the token.
  Task<> name_the_component() {
    terminal_.output.tell(
        "This token may start runs and look up nothing, so say which component this folder is.");
    std::optional<std::string> text = co_await read_hidden_text(
        terminal_, "Unify's curl command, the address of the component's page, or its id");
    if (!text) {
      terminal_.output.tell("");
      co_return;
    }
    if (!credentials::is_curl_command(*text)) {
      const auto kept = co_await terminal_.registry.execute(
          call_of(name::component_select, protocol::ComponentSelectArgs{.from = *text}));
      if (kept)
        terminal_.output.tell(printable(kept->gist));
      else
        report(terminal_, kept.error());
      co_return;
    }
    const auto pasted = credentials::read_pasted(*text);
    if (!pasted) {
      report(terminal_, pasted.error());
      co_return;
    }
    target_ = pasted->target;
    co_await keep_component(terminal_, *target_);
  }

  Task<bool> list_workflows() {
    const auto outcome =
        co_await terminal_.registry.execute(call_of(name::workflows_list, protocol::WorkflowsListArgs{}));
    if (!outcome) {
      report(terminal_, outcome.error());
      co_return false;
    }
    list_ = outcome->value.as<protocol::WorkflowsList>();
    terminal_.output.print(
        workflows_text(list_, terminal_.output.result_style(), terminal_.services().clock.now()));
    co_return !list_.workflows.empty();
  }

  /// Of the workflow that the curl command names, where it is one of them. What has a default is not asked
  /// for.
  Task<> look_at_a_run() {
    protocol::WorkflowRunArgs arguments{.inputs = json::object{}, .dryRun = true};
    const auto names_it = [this](const protocol::Workflow& workflow) {
      return target_ && workflow.file == target_->workflow_file;
    };
    if (std::ranges::any_of(list_.workflows, names_it)) arguments.file = target_->workflow_file;
    const auto outcome =
        co_await terminal_.registry.execute(call_of(name::workflow_run, std::move(arguments)));
    if (!outcome)
      report(terminal_, outcome.error());
    else if (!was_cancelled(*outcome))
      terminal_.output.print(
          started_text(outcome->value.as<protocol::RunStarted>(), terminal_.output.result_style()));
  }

  const Terminal& terminal_;
  int step_ = 0;
  bool may_not_look_up_ = false;
  std::optional<credentials::TriggerTarget> target_{};
  protocol::WorkflowsList list_{};
};

} // namespace

Task<int> set_up(const Terminal& terminal) {
  if (!terminal.client.can_ask())
    co_return report(terminal, {.kind = ErrorKind::needsInput,
                                .message = "`unify-ls setup` asks in a terminal; without one use `token set "
                                           "--stdin`, `component ID` and `run FILE --dry-run`."});
  Setup setup(terminal);
  co_await setup.run();
  co_return all_well;
}

} // namespace unify_ls::cli
