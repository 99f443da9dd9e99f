#include "server/workflow/schema/objects.h"

namespace unify_ls::workflow::schema {

namespace {

constexpr Shapes scalar = Shape::string | Shape::number | Shape::boolean;
constexpr Shapes text = scalar | Shape::empty;

// Steps

constexpr Value shells[] = {
    {.text = "sh", .doc = "The shell that nearly every image has."},
    {.text = "bash", .doc = "Must exist in the image."},
};

constexpr Value step_kinds[] = {
    {.text = "build", .doc = "The step builds something."},
    {.text = "test", .doc = "The step tests."},
    {.text = "deploy", .doc = "The step deploys."},
    {.text = "scan", .doc = "The step scans; seen in real workflows, not documented."},
};

constexpr Key step_argument{.name = {},
                            .shapes = text,
                            .doc =
                                "A value for an input of the action; of a container, `entrypoint` or `args`.",
                            .place = Place::step_values,
                            .rank = 777};
constexpr Object step_arguments{.name = "`with`", .any = &step_argument};

constexpr Key step_keys[] = {
    {.name = "name",
     .shapes = text,
     .doc = "What the step is called; the value of `uses` when absent.",
     .place = Place::step_values,
     .rank = 1620},
    {.name = "id", .shapes = scalar, .doc = "A name for reading this step's outputs.", .rank = 339},
    {.name = "uses",
     .shapes = Shape::string,
     .doc = "The action, or `docker://image` for a script.",
     .more =
         "An action is `owner/repository@version`, a web address of a repository, or `./path` in this one.",
     .place = Place::step_uses,
     .names = Names::action,
     .mark = Mark::documented,
     .rank = 1934},
    {.name = "run",
     .shapes = text,
     .doc = "A script; runs inside the container that `uses` names.",
     .more = "An output is a file: `printf %s \"$value\" > \"$CLOUDBEES_OUTPUTS/name\"`.",
     .place = Place::step_values,
     .rank = 941},
    {.name = "shell",
     .shapes = Shape::string,
     .doc = "The shell for `run`; must exist in the image.",
     .values = shells,
     .rank = 352},
    {.name = "with",
     .shapes = Shape::mapping | Shape::empty,
     .doc = "Inputs of the action; for a container only `entrypoint` and `args`.",
     .inside = &step_arguments,
     .rank = 777},
    {.name = "env",
     .shapes = Shape::mapping | Shape::empty,
     .doc = "Environment variables of this step.",
     .inside = &step_variables,
     .rank = 87},
    {.name = "if",
     .shapes = scalar,
     .doc = "Whether the step runs; may look at earlier steps.",
     .more = "`always()`, `failure()` and `cancelled()` make it run after something went wrong.",
     .place = Place::step_if,
     .rank = 45},
    {.name = "kind",
     .shapes = Shape::string,
     .doc = "What the step does, for analytics.",
     .values = step_kinds,
     .rank = 153},
    {.name = "continue-on-error",
     .shapes = Shape::boolean,
     .doc = "The job goes on when this step fails.",
     .rank = 34},
    {.name = "timeout-minutes",
     .shapes = Shape::number,
     .doc = "How many minutes the step may take; parts of a minute too.",
     .rank = 2},
};

constexpr std::string_view is_input = "it is an input of the action";

constexpr Misplaced step_misplaced[] = {
    {.name = "working-directory", .where = Elsewhere::github, .say = "use `cd` in the script"},
    {.name = "secrets",
     .where = Elsewhere::other_sort,
     .say = "only a job that calls a workflow passes secrets"},
    {.name = "runs", .where = Elsewhere::renamed, .say = {}, .instead = "run"},
    {.name = "fetch-depth", .where = Elsewhere::in_with, .say = is_input},
    {.name = "path", .where = Elsewhere::in_with, .say = is_input},
    {.name = "content", .where = Elsewhere::in_with, .say = is_input},
    {.name = "token", .where = Elsewhere::in_with, .say = is_input},
    {.name = "entrypoint", .where = Elsewhere::in_with, .say = "`with` of a container holds it"},
    {.name = "args", .where = Elsewhere::in_with, .say = "`with` of a container holds it"},
};

// Services

constexpr Key service_keys[] = {
    {.name = "image",
     .shapes = Shape::string,
     .doc = "The image of the container, without `docker://`.",
     .place = Place::job_env,
     .need = Need::required},
    {.name = "env",
     .shapes = Shape::mapping | Shape::empty | Shape::string,
     .doc = "Environment variables of the container.",
     .inside = &job_variables},
    {.name = "args",
     .shapes = text | Shape::list,
     .doc = "Arguments of the container's program.",
     .place = Place::job_env},
    {.name = "ports",
     .shapes = Shape::list | text,
     .doc = "Seen once, not documented: a service is reached at localhost.",
     .mark = Mark::seen},
};
constexpr Object service{.name = "a service", .keys = service_keys};
constexpr Key service_key{
    .name = {}, .shapes = Shape::mapping, .doc = "A container beside the job.", .inside = &service};
constexpr Object services{.name = "`services`", .any = &service_key};

// Jobs

constexpr Key job_output{.name = {},
                         .shapes = text,
                         .doc = "A value for jobs that need this one.",
                         .place = Place::job_outputs,
                         .rank = 117};
constexpr Object job_outputs{.name = "`outputs`", .any = &job_output};

constexpr Key job_argument{.name = {},
                           .shapes = text,
                           .doc = "A value for an input of what is called.",
                           .place = Place::job_values,
                           .rank = 805};
constexpr Object job_arguments{.name = "`with`", .any = &job_argument};

constexpr Key job_secret{.name = {},
                         .shapes = text,
                         .doc = "A secret for the called workflow.",
                         .place = Place::job_values,
                         .rank = 7};
constexpr Object job_secrets{.name = "`secrets`", .any = &job_secret};

constexpr Value inherit[] = {{.text = "inherit", .doc = "All that this workflow has."}};

constexpr Key steps{.name = "steps",
                    .shapes = Shape::list,
                    .doc = "Steps run one after the other, each in its own container, over one workspace.",
                    .inside = &step,
                    .rank = 820};
constexpr Key uses{.name = "uses",
                   .shapes = Shape::string,
                   .doc = "The workflow that this job calls.",
                   .more = "`./path.yaml` in this repository, or `owner/repository/path.yaml@version`.",
                   .place = Place::job_values,
                   .names = Names::called_workflow,
                   .rank = 200};
constexpr Key delegates{.name = "delegates",
                        .shapes = Shape::string,
                        .doc = "The custom job that this job hands over to.",
                        .more = "`cloudbees-io/manual-approval/custom-job.yml@v1` waits for a person.",
                        .place = Place::delegates,
                        .names = Names::custom_job,
                        .rank = 76};
constexpr Key needs{.name = "needs",
                    .shapes = Shape::list | Shape::string | Shape::empty,
                    .doc = "Jobs that must succeed first; their outputs are then readable.",
                    .names = Names::job,
                    .rank = 552};
constexpr Key condition{.name = "if",
                        .shapes = scalar,
                        .doc = "Whether the job runs.",
                        .more = "It can skip the job, not make it run after a failure.",
                        .place = Place::job_if,
                        .rank = 72};
constexpr Key runs_on{
    .name = "runs-on",
    .shapes = Shape::list | Shape::string,
    .doc = "Labels of the edge runner that must take this job; all of them must match.",
    .more = "`services` do not work there. Without this, each step runs in a container of Unify.",
    .names = Names::runner_label,
    .rank = 3};
constexpr Key env{.name = "env",
                  .shapes = Shape::mapping | Shape::empty,
                  .doc = "Environment variables for all steps; a step's own win.",
                  .inside = &job_variables,
                  .rank = 13};
constexpr Key environment{.name = "environment",
                          .shapes = text,
                          .doc = "The Unify environment: its secrets, variables and approval apply.",
                          .place = Place::job_environment,
                          .names = Names::environment,
                          .rank = 102};
constexpr Key outputs{.name = "outputs",
                      .shapes = Shape::mapping | Shape::empty,
                      .doc = "Values for jobs that need this one.",
                      .more = "4 kB each, 1 MB a workflow; values that hold a secret are dropped.",
                      .inside = &job_outputs,
                      .rank = 77};
constexpr Key job_permissions{.name = "permissions",
                              .shapes = Shape::mapping | Shape::empty,
                              .doc = "As for the workflow, for this job alone.",
                              .inside = &permissions,
                              .rank = 15};
constexpr Key services_key{.name = "services",
                           .shapes = Shape::mapping | Shape::empty,
                           .doc = "Containers beside the job, reached at localhost (beta).",
                           .inside = &services,
                           .rank = 2};
constexpr Key timeout{.name = "timeout-minutes",
                      .shapes = Shape::number,
                      .doc = "How many minutes the job may take.",
                      .more =
                          "Standard jobs: 60 unless something else is said, at most 180. Custom jobs: 4320.",
                      .rank = 71};
constexpr Key with{.name = "with",
                   .shapes = Shape::mapping | Shape::empty,
                   .doc = "Values for the inputs of what is called.",
                   .inside = &job_arguments,
                   .rank = 262};
constexpr Key secrets{.name = "secrets",
                      .shapes = Shape::mapping | Shape::string | Shape::empty,
                      .doc = "Which secrets the called workflow gets; none unless said.",
                      .values = inherit,
                      .listed = Listed::usual,
                      .inside = &job_secrets,
                      .rank = 84};
constexpr Key vars{.name = "vars",
                   .shapes = Shape::string,
                   .doc = "Hands this workflow's variables on.",
                   .values = inherit,
                   .listed = Listed::usual,
                   .rank = 45};
constexpr Key job_name{.name = "name",
                       .shapes = text,
                       .doc = "A display name; not documented.",
                       .place = Place::job_values,
                       .mark = Mark::seen,
                       .rank = 6};
constexpr Key old_inputs{.name = "inputs",
                         .shapes = Shape::mapping | Shape::empty,
                         .doc = "What `with` was called in old documentation.",
                         .inside = &job_arguments,
                         .deprecated = true};

constexpr Key standard_keys[] = {steps,   needs,   condition,       runs_on,      env,     environment,
                                 outputs, timeout, job_permissions, services_key, job_name};
constexpr Key calling_keys[] = {uses,        needs, condition, with,     secrets,   vars,
                                environment, env,   timeout,   job_name, old_inputs};
constexpr Key delegating_keys[] = {delegates, needs, condition, with, timeout, job_name, old_inputs};
constexpr Key any_job_keys[] = {
    steps, uses,    delegates, needs,   condition,       runs_on,      env,      environment, outputs,
    with,  secrets, vars,      timeout, job_permissions, services_key, job_name, old_inputs};

constexpr std::string_view not_known = "Unify does not know it";

constexpr std::string_view only_callers = "only a job that calls something has it";

/// The first three are wrong in standard jobs alone.
constexpr Misplaced standard_misplaced[] = {
    {.name = "with", .where = Elsewhere::other_sort, .say = only_callers},
    {.name = "secrets", .where = Elsewhere::other_sort, .say = only_callers},
    {.name = "vars", .where = Elsewhere::other_sort, .say = only_callers},
    {.name = "strategy", .where = Elsewhere::github, .say = not_known},
    {.name = "matrix", .where = Elsewhere::github, .say = not_known},
    {.name = "container", .where = Elsewhere::github, .say = "the image of a step is its `uses`"},
    {.name = "concurrency", .where = Elsewhere::github, .say = not_known},
    {.name = "defaults", .where = Elsewhere::github, .say = not_known},
    {.name = "continue-on-error", .where = Elsewhere::github, .say = "only steps have it"},
};
constexpr std::span<const Misplaced> job_misplaced = std::span(standard_misplaced).subspan(3);

constexpr Key job_key{
    .name = {}, .shapes = Shape::mapping, .doc = "A job.", .inside = &any_job, .rank = 1096};

} // namespace

constexpr Object step{.name = "a step", .keys = step_keys, .misplaced = step_misplaced};
constexpr Object standard_job{
    .name = "a job with steps", .keys = standard_keys, .misplaced = standard_misplaced};
constexpr Object calling_job{
    .name = "a job that calls a workflow", .keys = calling_keys, .misplaced = job_misplaced};
constexpr Object delegating_job{
    .name = "a job that delegates", .keys = delegating_keys, .misplaced = job_misplaced};
constexpr Object any_job{.name = "a job", .keys = any_job_keys, .misplaced = job_misplaced};
constexpr Object jobs{.name = "`jobs`", .any = &job_key};

} // namespace unify_ls::workflow::schema
