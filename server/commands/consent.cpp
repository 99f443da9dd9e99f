#include "server/commands/consent.h"

#include "server/commands/confirmation.h"
#include "server/commands/discovery.h"
#include "server/commands/questions.h"
#include "server/commands/wire.h"

namespace unify_ls::commands {
namespace {

/// The answer, or the argument, as text; empty for anything else.
std::string chosen_entry(const protocol::WorkflowRunArgs& args, const Form& form) {
  const json::value* chosen = form.answer("confirmed");
  if (chosen == nullptr && args.confirmed) chosen = &*args.confirmed;
  return chosen != nullptr && chosen->is_string() ? std::string(chosen->get_string()) : "";
}

/// For who cannot be asked, and would have consented by the call.
Error not_by_call() {
  Error error{.kind = ErrorKind::needsInput,
              .message = "A person confirms a run document: `confirmed: true` does not count for it."};
  error.missing = {"confirmed"};
  return error;
}

bool is_current(const protocol::WorkflowRunArgs& args, const RunRequest& request) {
  return !args.commit || args.commit == if_known(request.run.commit);
}

/// Without a journal to ask, memory says so: such a confirmation counts in this process alone.
bool is_unused(const ConsentMemory& memory, const std::string& confirmation, const RunRequest& request) {
  const auto used = memory.journal.confirmation_used(confirmation);
  return used ? !*used : request.warns_of(RunWarning::Kind::no_journal);
}

bool never_asked_here(const ConsentMemory& memory, const Place& place, const RunRequest& request) {
  if (place.settings.folder.confirm.value != settings::ConfirmPolicy::never || request.from_document)
    return false;
  if (branch_is_from_folder(place)) return false;
  for (const auto kind :
       {RunWarning::Kind::protected_branch, RunWarning::Kind::duplicate, RunWarning::Kind::no_journal})
    if (request.warns_of(kind)) return false;
  return memory.components.was_confirmed(component_place(place, request.run.origin),
                                         request.run.component.component_id);
}

/// Arguments that consent to this, for who cannot be asked.
json::object consenting(const protocol::WorkflowRunArgs& args, const RunRequest& request) {
  json::object arguments{{"confirmed", true}};
  if (args.commit && !request.run.commit.empty()) arguments["commit"] = request.run.commit;
  if (request.warns_of(RunWarning::Kind::duplicate)) arguments["force"] = true;
  return arguments;
}

} // namespace

bool is_declined(const protocol::WorkflowRunArgs& args, const Form& form) {
  return chosen_entry(args, form) == cancel_run;
}

Result<Consent> settle_consent(const ConsentMemory& memory, const Place& place,
                               const protocol::WorkflowRunArgs& args, const RunRequest& request, Form& form) {
  if (args.dryRun.value_or(false)) return Consent{.given = true};
  const WallTime now = memory.now;
  const std::string& writer = memory.journal.writer();
  const auto confirmed = read_confirmation(chosen_entry(args, form), request, now, writer);
  if (confirmed && is_unused(memory, confirmed->value, request)) {
    form.keep(confirmation_question(request, now, writer));
    return Consent{.given = true,
                   .confirmation = confirmed->value,
                   .may_repeat = confirmed->knew_of(RunWarning::Kind::duplicate),
                   .accepts_no_journal = confirmed->knew_of(RunWarning::Kind::no_journal)};
  }
  // Consent by whoever wrote the call, for exactly what it says: nothing was asked and no commit has moved. A
  // call that names a document does not say it.
  const bool by_caller = args.confirmed && args.confirmed->is_bool() && args.confirmed->get_bool();
  if (by_caller && args.document) form.blame(not_by_call());
  if (by_caller && !args.document && form.fields().empty() && is_current(args, request) &&
      request.how != FoundBy::person) {
    if (!request.warns_of(RunWarning::Kind::duplicate))
      return Consent{.given = true, .accepts_no_journal = true};
    return refuse_duplicate();
  }
  if (!args.confirmed && never_asked_here(memory, place, request)) return Consent{.given = true};
  form.drop("confirmed");
  form.ask(confirmation_question(request, now, writer),
           args.document ? json::object{} : consenting(args, request));
  return Consent{};
}

std::unexpected<Error> refuse_duplicate() {
  return fail(ErrorKind::duplicate,
              "The same run was requested moments ago, so this one was not sent; it can be forced.");
}

} // namespace unify_ls::commands
