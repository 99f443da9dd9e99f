#include "server/workflow/expressions/vocabulary.h"

#include <algorithm>

namespace unify_ls::workflow {

namespace {

using enum ContextName;

constexpr Function functions[] = {
    {"fromJSON", 1, 1, "Reads JSON text into a value whose members can be used."},
    {"format", 1, any_number, "Puts values for `{0}`, `{1}` into a text; `{{` is a brace."},
    {"toJSON", 1, 1, "Writes a value as JSON text; masks secrets, so not for passing them on."},
    {"contains", 2, 2, "Whether a text has a part, or a list an element."},
    {"always", 0, 0, "Run even after a failure or a cancel.", true},
    {"failure", 0, 0, "Run when an earlier step failed.", true},
    {"cancelled", 0, 0, "Whether the run was cancelled.", true},
    {"success", 0, 0, "Whether nothing failed; what holds without a condition.", true},
    {"startsWith", 2, 2, "Whether a text begins with another."},
    {"endsWith", 2, 2, "Whether a text ends with another."},
    {"join", 1, 2, "Joins a list's elements."},
    {"hashFiles", 1, any_number, "A function of GitHub Actions; not known in Unify.", false, false},
};

constexpr Context contexts[] = {
    {cloudbees, "cloudbees", "Facts about the run, its repository and the platform."},
    {inputs, "inputs",
     "The values of the inputs, where the workflow was called or started by a person or the API."},
    {env, "env", "Environment variables of workflow, job and step."},
    {vars, "vars", "Properties of the component and those that it inherits."},
    {secrets, "secrets", "Secret properties; masked in logs."},
    {steps, "steps", "Outputs of earlier steps of the same job."},
    {needs, "needs", "Outputs of the jobs that this one needs."},
    {jobs, "jobs", "Outputs of the jobs; in the outputs of a called workflow only."},
    {job, "job", "The job that runs."},
    {step, "step", "The step that runs; in actions."},
    {action, "action", "The action that this file describes."},
    {file, "file", "The file that this stands in."},
    {handler, "handler", "What a handler of a custom job was started with."},
    {handlers, "handlers", "Outputs of the handlers of a custom job."},
    {callback, "callback", "How a custom job is called back."},
    {outputs, "outputs", "Outputs of an approval."},
    {github, "github", "A context of GitHub Actions; `cloudbees` holds the like."},
    {runner, "runner", "A context of GitHub Actions; a step runs in a container here."},
    {matrix, "matrix", "A context of GitHub Actions; Unify has no matrix."},
    {strategy, "strategy", "A context of GitHub Actions; Unify has no matrix."},
};

constexpr ContextName for_workflow[] = {secrets, cloudbees, env, vars, inputs};
constexpr ContextName for_job_if[] = {inputs, cloudbees, needs, vars, env};
constexpr ContextName for_job[] = {inputs, needs, cloudbees, vars, job, secrets, env};
constexpr ContextName for_job_outputs[] = {steps, cloudbees, vars, inputs, secrets, env};
constexpr ContextName for_step[] = {secrets, cloudbees, vars, steps, inputs, needs, env, job, step, action};
constexpr ContextName for_step_uses[] = {action, file, cloudbees};
constexpr ContextName for_delegates[] = {cloudbees};
constexpr ContextName for_call_outputs[] = {jobs};
constexpr ContextName for_action_defaults[] = {cloudbees};
constexpr ContextName for_action_outputs[] = {steps, inputs};
constexpr ContextName for_handlers[] = {inputs, cloudbees, handler, callback, handlers};
constexpr ContextName for_handler_uses[] = {file};
constexpr ContextName for_custom_job_outputs[] = {handlers};

constexpr std::string_view no_time = "There is no time in expressions; `cloudbees.run_id` tells runs apart.";
constexpr std::string_view no_owner = "The owner is the part of `cloudbees.scm.repository` before the `/`.";

constexpr Property properties[] = {
    {cloudbees, "scm.sha", "The commit of the workflow file."},
    {cloudbees, "api.url", "The address of this installation's API."},
    {cloudbees, "api.token", "The token of this run."},
    {cloudbees, "workspace", "The folder that the steps of a job share."},
    {cloudbees, "run_id", "The id of the run."},
    {cloudbees, "scm.branch", "The branch that holds the workflow file."},
    {cloudbees, "version", "A version that Unify keeps for the run."},
    {cloudbees, "scm.repository", "The repository, `owner/name`."},
    {cloudbees, "run_attempt", "Which attempt of the run this is."},
    {cloudbees, "scm.repositoryUrl", "The address for cloning the repository."},
    {cloudbees, "registries", "The path of the configuration of registry mirrors."},
    {cloudbees, "scm.ref", "The branch or tag that started the run."},
    {cloudbees, "run_number", "The number of the run within its workflow."},
    {cloudbees, "component.id", "The id of the component."},
    {cloudbees, "scm.provider", "Such as `github` or `bitbucket`."},
    {cloudbees, "home", "The home folder in the container."},
    {cloudbees, "scm.token", "A token for the repository; with some providers it lives for an hour."},
    {cloudbees, "event_name", "`push`, `pull_request`, `workflow_dispatch` or `schedule`."},
    {cloudbees, "event", "What the trigger sent along."},
    {cloudbees, "scm.provider_url", "Seen in an old official action, not documented."},
    {job, "environment", "The name of the environment that the job runs in."},
    {job, "id", "The id of the job."},
    {step, "internal.id", "The platform's own id of the step."},
    {step, "id", "The id of the step."},
    {action, "scm.sha", "The commit of the action that runs."},
    {file, "scm.sha", "The commit of the file that this stands in."},
    {handler, "payload", "What came with the event."},
    {handler, "reason", "Why the job is cancelled."},
    {callback, "token", "The token that an answer must carry."},
    {cloudbees, "scm.url", "", true, "cloudbees.scm.repositoryUrl"},
    {cloudbees, "scm_url", "", true, "cloudbees.scm.repositoryUrl"},
    {cloudbees, "scm.repository_url", "", true, "cloudbees.scm.repositoryUrl"},
    {cloudbees, "scm_sha", "", true, "cloudbees.scm.sha"},
    {cloudbees, "run_time", no_time, true},
    {cloudbees, "timestamp", no_time, true},
    {cloudbees, "organization", no_owner, true},
    {cloudbees, "org", no_owner, true},
    {cloudbees, "scm.owner", no_owner, true},
    {cloudbees, "ref", "", true, "cloudbees.scm.ref"},
    {cloudbees, "repository", "", true, "cloudbees.scm.repository"},
    {cloudbees, "job.environment", "", true, "job.environment", true},
    {github, "sha", "", true, "cloudbees.scm.sha"},
    {github, "repository", "", true, "cloudbees.scm.repository"},
    {github, "ref", "", true, "cloudbees.scm.ref"},
    {github, "ref_name", "", true, "cloudbees.scm.branch"},
    {github, "event_name", "", true, "cloudbees.event_name"},
    {github, "run_id", "", true, "cloudbees.run_id"},
    {github, "run_number", "", true, "cloudbees.run_number"},
    {github, "run_attempt", "", true, "cloudbees.run_attempt"},
    {github, "workspace", "", true, "cloudbees.workspace"},
};

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

/// Whether one path is the other or goes on behind it.
bool is_along(std::string_view path, std::string_view longer) {
  return longer.starts_with(path) && (longer.size() == path.size() || longer[path.size()] == '.');
}

} // namespace

std::span<const Function> known_functions() { return functions; }

const Function* find_function(std::string_view name) {
  const auto* found =
      std::ranges::find_if(functions, [name](const Function& f) { return same_name(f.name, name); });
  return found == std::end(functions) ? nullptr : found;
}

std::span<const Context> known_contexts() { return contexts; }

const Context* find_context(std::string_view name) {
  const auto* found =
      std::ranges::find_if(contexts, [name](const Context& c) { return same_name(c.name, name); });
  return found == std::end(contexts) ? nullptr : found;
}

std::span<const ContextName> contexts_at(Place place) {
  switch (place) {
  case Place::nowhere: return {};
  case Place::workflow_values: return for_workflow;
  case Place::job_if: return for_job_if;
  case Place::job_values:
  case Place::job_environment:
  case Place::job_env: return for_job;
  case Place::job_outputs: return for_job_outputs;
  case Place::step_values:
  case Place::step_if: return for_step;
  case Place::step_uses: return for_step_uses;
  case Place::delegates: return for_delegates;
  case Place::call_outputs: return for_call_outputs;
  case Place::action_defaults: return for_action_defaults;
  case Place::action_outputs: return for_action_outputs;
  case Place::handler_values: return for_handlers;
  case Place::handler_uses: return for_handler_uses;
  case Place::custom_job_outputs: return for_custom_job_outputs;
  }
  return {};
}

bool is_refused_at(ContextName context, Place place) { return context == steps && place == Place::job_if; }

std::span<const Property> known_properties() { return properties; }

const Property* find_property(ContextName context, std::string_view path) {
  const Property* along = nullptr;
  for (const Property& property : properties) {
    if (property.context != context) continue;
    if (property.path == path) return &property;
    const bool near = is_along(property.path, path) || (!property.gone && is_along(path, property.path));
    if (near && along == nullptr) along = &property;
  }
  return along;
}

bool has_known_properties(ContextName context) {
  return std::ranges::any_of(properties,
                             [context](const Property& p) { return p.context == context && !p.gone; });
}

} // namespace unify_ls::workflow
