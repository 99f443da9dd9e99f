#include "server/workflow/schema/objects.h"

namespace unify_ls::workflow::schema {

namespace {

constexpr Shapes scalar = Shape::string | Shape::number | Shape::boolean;
constexpr Shapes text = scalar | Shape::empty;

// permissions

constexpr Value token_values[] = {
    {.text = "read", .doc = "May read."},
    {.text = "none", .doc = "May do nothing."},
    {.text = "write", .doc = "Accepted, and not documented for this token."},
};
constexpr Value identity_values[] = {
    {.text = "write", .doc = "May ask for identity tokens."},
    {.text = "none", .doc = "May not."},
    {.text = "read", .doc = "Accepted, and not documented for this token."},
};

constexpr Key permission_keys[] = {
    {.name = "scm-token-own",
     .shapes = Shape::string,
     .doc = "The token for this repository.",
     .more = "`read` unless something else is said.",
     .values = token_values,
     .listed = Listed::complete,
     .rank = 53},
    {.name = "scm-token-org",
     .shapes = Shape::string,
     .doc = "The token for other repositories of the organization.",
     .more = "`none` unless something else is said.",
     .values = token_values,
     .listed = Listed::complete,
     .rank = 45},
    {.name = "id-token",
     .shapes = Shape::string,
     .doc = "May ask for an identity token (OIDC).",
     .more = "`none` unless something else is said.",
     .values = identity_values,
     .listed = Listed::complete,
     .rank = 53},
};

constexpr Misplaced permissions_misplaced[] = {
    {.name = "contents", .where = Elsewhere::github, .say = "`scm-token-own` is for this repository"},
    {.name = "packages", .where = Elsewhere::github, .say = {}},
    {.name = "actions", .where = Elsewhere::github, .say = {}},
    {.name = "pull-requests", .where = Elsewhere::github, .say = {}},
    {.name = "issues", .where = Elsewhere::github, .say = {}},
};

// metadata

constexpr Key stage_keys[] = {
    {.name = "name",
     .shapes = scalar,
     .doc = "What the stage is called.",
     .need = Need::advised,
     .mark = Mark::seen,
     .rank = 203},
    {.name = "jobs",
     .shapes = Shape::list,
     .doc = "The jobs of the stage. Their order is still what `needs` says.",
     .names = Names::job,
     .need = Need::advised,
     .mark = Mark::seen,
     .rank = 203},
};

constexpr Key metadata_keys[] = {
    {.name = "stages/v1alpha1",
     .shapes = Shape::list | Shape::empty,
     .doc = "Makes this a staged workflow: the stages, each with its jobs.",
     .inside = &stage,
     .mark = Mark::seen,
     .rank = 89},
};
constexpr Object metadata{.name = "`metadata`", .keys = metadata_keys};

// The file

constexpr Key workflow_keys[] = {
    api_version_key,
    kind_key,
    name_key,
    {.name = "on",
     .shapes = Shape::mapping | Shape::list | Shape::string,
     .doc = "What starts this workflow. Without it nothing does.",
     .inside = &triggers,
     .need = Need::advised,
     .rank = 424},
    {.name = "permissions",
     .shapes = Shape::mapping | Shape::empty,
     .doc = "What the tokens of every job may do; a job can set its own.",
     .more = "`{}` takes everything away.",
     .inside = &permissions,
     .rank = 49},
    {.name = "env",
     .shapes = Shape::mapping | Shape::empty,
     .doc = "Environment variables for every step.",
     .more = "A job's values win over these, and a step's over a job's.",
     .inside = &environment_variables,
     .rank = 11},
    {.name = "jobs",
     .shapes = Shape::mapping,
     .doc = "The work: jobs run in parallel unless one `needs` another.",
     .inside = &jobs,
     .need = Need::advised,
     .rank = 424},
    {.name = "metadata",
     .shapes = Shape::mapping | Shape::empty,
     .doc = "Further facts; `stages/v1alpha1` makes this a staged workflow.",
     .inside = &metadata,
     .mark = Mark::seen,
     .rank = 89},
    {.name = "description",
     .shapes = text,
     .doc = "What the workflow is for; not documented.",
     .mark = Mark::seen,
     .rank = 1},
};

constexpr std::string_view not_known = "Unify does not know it";

constexpr Misplaced workflow_misplaced[] = {
    {.name = "concurrency", .where = Elsewhere::github, .say = not_known},
    {.name = "defaults", .where = Elsewhere::github, .say = not_known},
    {.name = "run-name", .where = Elsewhere::github, .say = not_known},
    {.name = "strategy", .where = Elsewhere::github, .say = not_known},
    {.name = "matrix", .where = Elsewhere::github, .say = not_known},
    {.name = "container", .where = Elsewhere::github, .say = not_known},
    {.name = "continue-on-error", .where = Elsewhere::github, .say = "only steps have it"},
};

constexpr Key variable(Place place, std::uint16_t rank) {
  return {.name = {},
          .shapes = text,
          .doc = "An environment variable; `$NAME` in scripts, `env.NAME` in expressions.",
          .place = place,
          .rank = rank};
}

constexpr Key workflow_variable = variable(Place::workflow_values, 33);
constexpr Key job_variable = variable(Place::job_env, 32);
constexpr Key step_variable = variable(Place::step_values, 157);
constexpr Key handler_variable = variable(Place::handler_values, 67);

} // namespace

constexpr Object permissions{
    .name = "`permissions`", .keys = permission_keys, .misplaced = permissions_misplaced};
constexpr Object stage{.name = "a stage", .keys = stage_keys};
constexpr Object workflow_file{.name = "a workflow", .keys = workflow_keys, .misplaced = workflow_misplaced};
constexpr Object environment_variables{.name = "`env`", .any = &workflow_variable};
constexpr Object job_variables{.name = "`env`", .any = &job_variable};
constexpr Object step_variables{.name = "`env`", .any = &step_variable};
constexpr Object handler_variables{.name = "`env`", .any = &handler_variable};

} // namespace unify_ls::workflow::schema
