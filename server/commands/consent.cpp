#include "server/commands/consent.h"

#include "server/commands/confirmation.h"
#include "server/commands/questions.h"

namespace unify_ls::commands {
namespace {

/// The answer, or the argument, as text; empty for anything else.
std::string chosen_entry(const protocol::WorkflowRunArgs& args, const Form& form) {
  const json::value* chosen = form.answer("confirmed");
  if (chosen == nullptr && args.confirmed) chosen = &*args.confirmed;
  return chosen != nullptr && chosen->is_string() ? std::string(chosen->get_string()) : "";
}

bool is_current(const protocol::WorkflowRunArgs& args, const RunRequest& request) {
  return !args.commit || args.commit == request.commit;
}

bool never_asked_here(const Services& services, const Place& place, const RunRequest& request) {
  if (place.settings.folder.confirm.value != settings::ConfirmPolicy::never) return false;
  if (request.warns_of(RunWarning::Kind::protected_branch) || request.warns_of(RunWarning::Kind::duplicate))
    return false;
  const auto before =
      services.choices.was_confirmed(choice_place(services, place), request.component.component_id);
  return before && *before;
}

} // namespace

Result<Consent> settle_consent(const Services& services, const Place& place,
                               const protocol::WorkflowRunArgs& args, const RunRequest& request, Form& form) {
  if (args.dryRun.value_or(false)) return Consent{.given = true};
  const WallTime now = services.clock.now();
  const std::string chosen = chosen_entry(args, form);
  if (chosen == cancel_run) return Consent{.declined = true};
  if (confirms(chosen, request, now)) {
    const auto used = services.journal.confirmation_used(chosen);
    if (!used || !*used) {
      form.keep(confirmation_question(request, now));
      return Consent{.given = true, .confirmation = chosen};
    }
  }
  // Consent by whoever wrote the call, for exactly what it says: nothing was asked and no commit has moved.
  const bool by_caller = args.confirmed && args.confirmed->is_bool() && args.confirmed->get_bool();
  if (by_caller && form.fields().empty() && is_current(args, request) && request.how != FoundBy::person) {
    if (!request.warns_of(RunWarning::Kind::duplicate)) return Consent{.given = true};
    return fail(ErrorKind::duplicate,
                "The same run was requested moments ago: give `force` to start it again.");
  }
  if (!args.confirmed && never_asked_here(services, place, request)) return Consent{.given = true};
  form.drop("confirmed");
  form.ask(confirmation_question(request, now));
  return Consent{};
}

} // namespace unify_ls::commands
