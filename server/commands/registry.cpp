#include "server/commands/registry.h"

#include "server/base/text.h"
#include "server/commands/branches.h"
#include "server/commands/commands.h"
#include "server/commands/failures.h"
#include "server/commands/names.h"
#include "server/commands/needs_input.h"
#include "server/commands/questions.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::commands {
namespace {

Outcome cancelled() {
  return {.value = protocol::write(protocol::Cancelled{}),
          .gist = "Cancelled: nothing was started.",
          .shown = false};
}

Call call_of(const protocol::ResolvableCommand& command) {
  Call call{.command = command.command, .arguments = nullptr};
  if (command.arguments && !command.arguments->empty()) call.arguments = command.arguments->front();
  if (command.formAnswers) call.answers = *command.formAnswers;
  return call;
}

void put_answer(std::vector<protocol::FormAnswer>& answers, const std::string& id, json::value value) {
  std::erase_if(answers, [&](const protocol::FormAnswer& answer) { return answer.id == id; });
  answers.push_back({id, std::move(value)});
}

/// Takes back the answers that turned out not to count only when they were used. False when it failed of
/// anything else.
bool take_back_answers(std::vector<protocol::FormAnswer>& answers, const Result<Outcome>& outcome) {
  if (outcome || outcome.error().kind != ErrorKind::needsInput) return false;
  const std::vector<std::string>& missing = outcome.error().missing;
  return std::erase_if(answers, [&](const protocol::FormAnswer& answer) {
           return std::ranges::find(missing, answer.id) != missing.end();
         }) > 0;
}

/// What a command comes to whose questions nobody can be asked.
Task<Result<Outcome>> unasked(const Planned& planned, Error needs_input) {
  if (!planned.unasked) co_return fail(std::move(needs_input));
  Result<std::optional<Outcome>> outcome = co_await planned.unasked();
  if (!outcome) co_return fail(outcome.error());
  if (!*outcome) co_return fail(std::move(needs_input));
  co_return **std::move(outcome);
}

/// For a client that shows nothing of an error but this.
std::string closing_words(const Error& error) {
  std::string words = error.message;
  if (const std::string remedy = remedy_text(error); !remedy.empty()) words += " " + remedy + ".";
  if (!error.example.empty()) words += " For example: " + error.example;
  return printable(words);
}

} // namespace

Registry::Registry(Services for_person, Services in_background)
    : services_(std::move(for_person)),
      background_services_(std::move(in_background)) {
  add(name::token_set, plan_token_set);
  add(name::token_status, plan_token_status);
  add(name::token_delete, plan_token_delete);
  add(name::token_create, plan_token_create);
  add(name::component_select, plan_component_select);
  add(name::workflows_list, plan_workflows_list);
  add(name::workflow_run, plan_workflow_run);
  add(name::workflow_run_again, plan_run_again);
  add(name::workflow_curl, plan_workflow_curl);
  add(name::run_list, plan_run_list);
  add(name::run_follow, plan_run_follow);
  add(name::run_unfollow, plan_run_unfollow);
  add(name::run_open, plan_run_open);
  add(name::run_details, plan_run_details);
  add(name::doctor, plan_doctor);
}

void Registry::add(std::string_view name, Planner planner) {
  plans_.emplace(name, [this, planner](const Call& call, Form& form) {
    return planner(call.background() ? background_services_ : services_, call, form);
  });
}

std::vector<std::string> Registry::names() const {
  std::vector<std::string> names;
  for (const auto& [name, plan] : plans_) names.push_back(name);
  return names;
}

Result<const Plan*> Registry::find(std::string_view name) const {
  const auto found = plans_.find(name);
  if (found == plans_.end())
    return fail(ErrorKind::notFound, fmt::format("There is no command `{}`.", printable(name)));
  return &found->second;
}

Task<Result<Outcome>> Registry::execute(Call call) {
  const Result<const Plan*> plan = find(call.command);
  if (!plan) co_return fail(plan.error());
  Result<Outcome> outcome = fail(ErrorKind::needsInput, "The questions were answered wrongly too often.");
  std::optional<Error> why; // something is asked again
  for (int round = 0; round < question_rounds_limit; ++round) {
    Form form(call.answers);
    Result<Planned> planned = co_await (**plan)(call, form);
    if (!planned) {
      outcome = fail(planned.error());
      break;
    }
    if (planned->declined) {
      outcome = cancelled();
      break;
    }
    if (planned->carry_out) {
      outcome = co_await planned->carry_out();
      if (!take_back_answers(call.answers, outcome)) break;
      why = outcome.error();
      continue;
    }
    auto answers = co_await ask(call, form, why);
    if (!answers) {
      outcome = co_await unasked(*planned, why.value_or(answers.error()));
      break;
    }
    if (!*answers) {
      outcome = cancelled();
      break;
    }
    call.answers = **std::move(answers);
    why.reset();
  }
  if (!call.background()) close_with_message(outcome);
  co_return outcome;
}

/// Asks what is open, one question after the other. Nothing when the person left a question. `why` is what an
/// answer before it failed of.
Task<Result<std::optional<std::vector<protocol::FormAnswer>>>>
Registry::ask(const Call& call, const Form& form, const std::optional<Error>& why) {
  if (call.background()) co_return fail(needs_input(call, form));
  std::vector<protocol::FormAnswer> answers = form.answers();
  for (const protocol::FormField& open : form.fields()) {
    const bool missing = form.answer(open.id) == nullptr || open.error.has_value();
    if (!missing) continue;
    protocol::FormField field = open;
    if (why && std::ranges::find(why->missing, field.id) != why->missing.end())
      field.error = printable(why->message);
    co_await adapt(field);
    const Asked asked = co_await services_.client.ask(field);
    if (asked.outcome == Asked::Outcome::impossible) co_return fail(needs_input(call, form));
    if (asked.outcome == Asked::Outcome::declined) co_return std::nullopt;
    put_answer(answers, field.id, asked.answer);
  }
  co_return answers;
}

Task<> Registry::adapt(protocol::FormField& field) {
  const auto knows = [this](std::string_view kind) { return services_.client.knows_field_kind(kind); };
  std::vector<protocol::FormEntry> entries;
  if (field.type.kind == "lazyEnum" && !knows("lazyEnum")) {
    protocol::ListEnumParams params{.source = field.type.source.value_or(""), .config = field.type.config};
    auto listed = co_await list_enum(std::move(params));
    if (listed) entries = *std::move(listed);
  }
  adapt_kind(field, knows, entries);
  if (services_.client.preselects()) preselect_first(field);
}

Task<Result<protocol::ResolvableCommand>> Registry::resolve(protocol::ResolvableCommand command) {
  const Result<const Plan*> plan = find(command.command);
  if (!plan) co_return fail(plan.error());
  const Call call = call_of(command);
  Form form(call.answers);
  Result<Planned> planned = co_await (**plan)(call, form);
  if (!planned) co_return fail(planned.error());

  std::vector<protocol::FormAnswer> answers = form.answers();
  command.formAnswers.reset();
  if (!answers.empty()) command.formAnswers = std::move(answers);
  command.formFields.reset();
  if (planned->declined) {
    // What to execute then is the person's "no", in the answers and in the arguments: {outcome: "cancelled"}.
    command.formAnswers = call.answers;
    if (call.answers.empty()) command.formAnswers.reset();
    if (planned->complete) command.arguments = json::array{*std::move(planned->complete)};
    co_return command;
  }
  if (planned->carry_out) {
    if (planned->complete && call.background()) (*planned->complete)["background"] = true;
    if (planned->complete) command.arguments = json::array{*std::move(planned->complete)};
    co_return command;
  }
  if (call.background()) co_return fail(needs_input(call, form));
  std::vector<protocol::FormField> fields = form.fields();
  for (protocol::FormField& field : fields) co_await adapt(field);
  command.formFields = std::move(fields);
  co_return command;
}

Task<Result<std::vector<protocol::FormEntry>>> Registry::list_enum(protocol::ListEnumParams params) {
  if (params.source == "branches") co_return co_await list_branches(services_, std::move(params));
  co_return fail(ErrorKind::notFound, fmt::format("There is no list `{}`.", printable(params.source)));
}

void Registry::close_with_message(const Result<Outcome>& outcome) {
  if (!services_.client.is_plain()) return;
  if (!outcome) {
    services_.client.show(protocol::MessageType::error, closing_words(outcome.error()));
  } else if (!outcome->shown && !outcome->gist.empty()) {
    services_.client.show(protocol::MessageType::info, printable(outcome->gist));
  }
}

} // namespace unify_ls::commands
