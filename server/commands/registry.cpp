#include "server/commands/registry.h"

#include "server/base/text.h"
#include "server/commands/failures.h"
#include "server/commands/needs_input.h"
#include "server/commands/questions.h"
#include "server/commands/workflow_choice.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::commands {
namespace {

Outcome cancelled() {
  return {.value = protocol::Cancelled{}, .gist = "Cancelled: nothing was started.", .shown = false};
}

bool is_background(const json::value& arguments) {
  const json::object* given = arguments.if_object();
  const json::value* background = given != nullptr ? given->if_contains("background") : nullptr;
  return background != nullptr && background->is_bool() && background->get_bool();
}

Result<Call> call_of(const protocol::ResolvableCommand& command) {
  const bool given = command.arguments && !command.arguments->empty();
  Result<Call> call = Registry::read_call(command.command, given ? command.arguments->front() : nullptr);
  if (call && command.formAnswers) call->answers = *command.formAnswers;
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
      background_services_(std::move(in_background)) {}

Result<Call> Registry::read_call(std::string_view command, const json::value& arguments) {
  const Result<const Command*> found = find_command(command);
  if (!found) return fail(found.error());
  Result<WireValue> read = (*found)->read(arguments);
  if (!read) return fail(std::move(read.error()));
  return Call{
      .command = std::string(command), .arguments = *std::move(read), .background = is_background(arguments)};
}

Task<Result<Planned>> Registry::plan(const Command& command, const Call& call, Form& form) {
  return command.plan(call.background ? background_services_ : services_, call, form);
}

Task<Result<Outcome>> Registry::execute(Result<Call> call) {
  Result<Outcome> outcome;
  if (call)
    outcome = co_await carry_out(*call);
  else
    outcome = fail(call.error());
  if (!call || !call->background) close_with_message(outcome);
  co_return outcome;
}

/// Asks and tries until there is nothing to ask any more.
Task<Result<Outcome>> Registry::carry_out(Call& call) {
  const Result<const Command*> command = find_command(call.command);
  if (!command) co_return fail(command.error());
  std::optional<Error> why; // something is asked again
  for (int round = 0; round < question_rounds_limit; ++round) {
    Form form(call.answers);
    Result<Planned> planned = co_await plan(**command, call, form);
    if (!planned) co_return fail(planned.error());
    if (planned->declined) co_return cancelled();
    if (planned->carry_out) {
      Result<Outcome> outcome = co_await planned->carry_out();
      if (!take_back_answers(call.answers, outcome)) co_return outcome;
      why = outcome.error();
      continue;
    }
    auto answers = co_await ask(call, form, why);
    if (!answers) co_return co_await unasked(*planned, why.value_or(answers.error()));
    if (!*answers) co_return cancelled();
    call.answers = **std::move(answers);
    why.reset();
  }
  co_return fail(ErrorKind::needsInput, "The questions were answered wrongly too often.");
}

/// Asks what is open, one question after the other. Nothing when the person left a question. `why` is what an
/// answer before it failed of.
Task<Result<std::optional<std::vector<protocol::FormAnswer>>>>
Registry::ask(const Call& call, const Form& form, const std::optional<Error>& why) {
  if (call.background) co_return fail(needs_input(call, form));
  std::vector<protocol::FormAnswer> answers = form.answers();
  std::vector<protocol::FormField> open = form.fields();
  std::erase_if(open, [&](const protocol::FormField& field) {
    return form.answer(field.id) != nullptr && !field.error;
  });
  for (std::size_t i = 0; i < open.size();) {
    protocol::FormField field = open[i];
    if (why && std::ranges::find(why->missing, field.id) != why->missing.end())
      field.error = printable(why->message);
    co_await adapt(field);
    const Asked asked = co_await services_.client.ask(field);
    if (asked.outcome == Asked::Outcome::impossible) co_return fail(needs_input(call, form));
    if (asked.outcome == Asked::Outcome::declined) co_return std::nullopt;
    put_answer(answers, field.id, asked.answer);
    if (++i == open.size()) break; // the next round looks at all of them
    if (std::optional<protocol::FormField> wrong = co_await rejected_field(call, answers, field.id))
      open[--i] = *std::move(wrong);
  }
  co_return answers;
}

/// The field once more where its answer is wrong, so that a person hears of it before the next question.
Task<std::optional<protocol::FormField>>
Registry::rejected_field(const Call& call, std::vector<protocol::FormAnswer> answers, std::string id) {
  const Result<const Command*> command = find_command(call.command);
  Form form(std::move(answers));
  const Result<Planned> planned = co_await plan(**command, call, form);
  const auto found = std::ranges::find(form.fields(), id, &protocol::FormField::id);
  if (!planned || found == form.fields().end() || !found->error) co_return std::nullopt;
  co_return *found;
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
  Result<Call> read = call_of(command);
  if (!read) co_return fail(read.error());
  const Call call = *std::move(read);
  const Result<const Command*> found = find_command(call.command);
  Form form(call.answers);
  Result<Planned> planned = co_await plan(**found, call, form);
  if (!planned) co_return fail(planned.error());

  std::vector<protocol::FormAnswer> answers = form.answers();
  command.formAnswers.reset();
  if (!answers.empty()) command.formAnswers = std::move(answers);
  command.formFields.reset();
  command.subject.reset();
  if (planned->declined) {
    // What to execute then is the person's "no", in the answers and in the arguments: {outcome: "cancelled"}.
    command.formAnswers = call.answers;
    if (call.answers.empty()) command.formAnswers.reset();
    if (planned->complete) command.arguments = json::array{planned->complete->to_json()};
    co_return command;
  }
  if (planned->carry_out) {
    if (!planned->complete) co_return command;
    json::value complete = planned->complete->to_json();
    if (call.background) complete.as_object()["background"] = true;
    command.arguments = json::array{std::move(complete)};
    co_return command;
  }
  if (call.background) co_return fail(needs_input(call, form));
  std::vector<protocol::FormField> fields = form.fields();
  for (protocol::FormField& field : fields) co_await adapt(field);
  command.formFields = std::move(fields);
  if (!form.subject().empty()) command.subject = form.subject();
  co_return command;
}

Task<Result<std::vector<protocol::FormEntry>>> Registry::list_enum(protocol::ListEnumParams params) {
  if (params.source == "branches") co_return co_await list_branches(services_.workspace, std::move(params));
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
