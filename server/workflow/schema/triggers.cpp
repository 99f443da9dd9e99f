#include "server/workflow/schema/objects.h"

namespace unify_ls::workflow::schema {

namespace {

constexpr Shapes text = Shape::string | Shape::number | Shape::boolean | Shape::empty;

// on.push, on.pull_request, on.schedule

constexpr std::string_view pattern_help =
    "`*` stops at `/`, `**` does not, and a leading `!` excludes. Quote what begins with `*` or `!`.";

constexpr Key push_keys[] = {
    {.name = "branches",
     .shapes = Shape::list | Shape::string,
     .doc = "Only pushes to branches that match one of these patterns.",
     .more = pattern_help,
     .names = Names::branch_pattern,
     .rank = 181},
    {.name = "tags",
     .shapes = Shape::list | Shape::string,
     .doc = "Only pushes of tags that match one of these patterns.",
     .more = pattern_help,
     .names = Names::tag_pattern,
     .rank = 1},
    {.name = "paths",
     .shapes = Shape::list | Shape::string,
     .doc = "Only pushes that change a file whose path matches one of these patterns.",
     .more = pattern_help,
     .names = Names::path_pattern},
};

constexpr Misplaced push_misplaced[] = {
    {.name = "branches-ignore",
     .where = Elsewhere::github,
     .say = "write `!` before a pattern of `branches`"},
    {.name = "tags-ignore", .where = Elsewhere::github, .say = "write `!` before a pattern of `tags`"},
    {.name = "paths-ignore", .where = Elsewhere::github, .say = "write `!` before a pattern of `paths`"},
};

constexpr Object push{.name = "the trigger `push`", .keys = push_keys, .misplaced = push_misplaced};

constexpr Value pull_request_types[] = {
    {.text = "opened", .doc = "A pull request was opened."},
    {.text = "synchronize", .doc = "Commits were added to its branch."},
    {.text = "reopened", .doc = "It was opened again."},
    {.text = "closed", .doc = "It was merged or closed."},
    {.text = "ready_for_review", .doc = "It is no longer a draft; seen in real workflows, not documented."},
};

constexpr Key pull_request_keys[] = {
    {.name = "branches",
     .shapes = Shape::list | Shape::string,
     .doc = "Only pull requests into branches that match one of these patterns.",
     .more = pattern_help,
     .names = Names::branch_pattern,
     .rank = 9},
    {.name = "paths",
     .shapes = Shape::list | Shape::string,
     .doc = "Only pull requests that change a file whose path matches one of these patterns.",
     .more = pattern_help,
     .names = Names::path_pattern},
    {.name = "types",
     .shapes = Shape::list | Shape::string,
     .doc = "Only these events of a pull request.",
     .values = pull_request_types},
};

constexpr Misplaced pull_request_misplaced[] = {
    {.name = "branches-ignore",
     .where = Elsewhere::github,
     .say = "write `!` before a pattern of `branches`"},
    {.name = "paths-ignore", .where = Elsewhere::github, .say = "write `!` before a pattern of `paths`"},
};

constexpr Object pull_request{
    .name = "the trigger `pull_request`", .keys = pull_request_keys, .misplaced = pull_request_misplaced};

constexpr Key schedule_keys[] = {
    {.name = "cron",
     .shapes = Shape::string,
     .doc = "When it starts, in UTC: minute, hour, day of the month, month, day of the week.",
     .more = "Fields take numbers, `*`, lists (`1,15`), ranges (`1-5`) and steps (`*/10`); months and "
             "weekdays also "
             "take their first three letters.",
     .names = Names::cron,
     .need = Need::required,
     .rank = 3},
};

constexpr Object schedule_item{.name = "a schedule", .keys = schedule_keys};

// Inputs

constexpr Value dispatch_types[] = {
    {.text = "string", .doc = "Any text."},
    {.text = "boolean", .doc = "true or false."},
    {.text = "number", .doc = "A decimal number."},
    {.text = "choice", .doc = "One of `options`."},
};
constexpr Value call_types[] = {
    dispatch_types[0], dispatch_types[1], dispatch_types[2], {.text = "choice", .offered = false}};

constexpr Key type_key(std::span<const Value> types) {
  return {.name = "type",
          .shapes = Shape::string,
          .doc = "What values it takes.",
          .values = types,
          .listed = Listed::complete,
          .rank = 372};
}

constexpr Key input_description{.name = "description",
                                .shapes = text,
                                .doc = "What the person or workflow that gives the value reads.",
                                .rank = 96};
constexpr Key input_required{.name = "required",
                             .shapes = Shape::boolean,
                             .doc = "Whether it must be given. Without this it need not be.",
                             .rank = 330};
constexpr Key input_default{.name = "default",
                            .shapes = text,
                            .doc = "The value where none is given; of the input's type.",
                            .place = Place::workflow_values,
                            .rank = 125};

constexpr Key dispatch_input_keys[] = {
    type_key(dispatch_types),
    input_description,
    input_required,
    input_default,
    {.name = "options",
     .shapes = Shape::list,
     .doc = "The values of a choice, in the order in which they are offered.",
     .rank = 26},
};

constexpr Key call_input_keys[] = {type_key(call_types), input_description, input_required, input_default};

constexpr Key dispatch_input_key{
    .name = {}, .shapes = Shape::mapping | Shape::empty, .doc = "An input.", .inside = &dispatch_input};
constexpr Object dispatch_inputs{.name = "`inputs`", .any = &dispatch_input_key};

constexpr Key call_input_key{
    .name = {}, .shapes = Shape::mapping | Shape::empty, .doc = "An input.", .inside = &call_input};
constexpr Object call_inputs{.name = "`inputs`", .any = &call_input_key};

constexpr Key dispatch_keys[] = {
    {.name = "inputs",
     .shapes = Shape::mapping | Shape::empty,
     .doc = "What whoever starts the workflow is asked, or gives in the call.",
     .inside = &dispatch_inputs,
     .rank = 118},
};

// on.workflow_call

constexpr Key call_secret_keys[] = {
    {.name = "required",
     .shapes = Shape::boolean,
     .doc = "Whether callers must pass it.",
     .mark = Mark::seen,
     .rank = 11},
    {.name = "description", .shapes = text, .doc = "What the secret is for.", .mark = Mark::inferred},
};
constexpr Object call_secret{.name = "a secret of a call", .keys = call_secret_keys};
constexpr Key call_secret_key{.name = {},
                              .shapes = Shape::mapping | Shape::empty,
                              .doc = "A secret that callers pass.",
                              .inside = &call_secret,
                              .mark = Mark::seen};
constexpr Object call_secrets{.name = "`secrets`", .any = &call_secret_key};

constexpr Key call_output_keys[] = {
    {.name = "value",
     .shapes = text,
     .doc = "The value, out of the outputs of the jobs: `${{ jobs.<job>.outputs.<name> }}`.",
     .place = Place::call_outputs,
     .need = Need::advised,
     .mark = Mark::seen,
     .rank = 6},
    {.name = "description", .shapes = text, .doc = "What the output is.", .mark = Mark::seen},
};
constexpr Object call_output{.name = "an output of a call", .keys = call_output_keys};
constexpr Key call_output_key{.name = {},
                              .shapes = Shape::mapping | Shape::empty,
                              .doc = "A value for the calling workflow.",
                              .inside = &call_output,
                              .mark = Mark::seen};
constexpr Object call_outputs{.name = "`outputs`", .any = &call_output_key};

constexpr Key call_keys[] = {
    {.name = "inputs",
     .shapes = Shape::mapping | Shape::empty,
     .doc = "What callers give in `with`.",
     .inside = &call_inputs,
     .rank = 48},
    {.name = "secrets",
     .shapes = Shape::mapping | Shape::empty,
     .doc = "Secrets that callers pass.",
     .inside = &call_secrets,
     .mark = Mark::seen,
     .rank = 6},
    {.name = "outputs",
     .shapes = Shape::mapping | Shape::empty,
     .doc = "Values for the calling workflow; its jobs read them like outputs of the calling job.",
     .inside = &call_outputs,
     .mark = Mark::seen,
     .rank = 2},
};

// on

constexpr Shapes trigger_shapes = Shape::mapping | Shape::empty;

constexpr Key trigger_keys[] = {
    {.name = "push",
     .shapes = trigger_shapes,
     .doc = "Starts when commits or tags are pushed.",
     .inside = &push,
     .rank = 182},
    {.name = "pull_request",
     .shapes = trigger_shapes,
     .doc = "Starts on events of a pull request.",
     .inside = &pull_request,
     .rank = 9},
    {.name = "schedule",
     .shapes = Shape::list,
     .doc = "Starts by the clock, in UTC.",
     .inside = &schedule_item,
     .rank = 3},
    {.name = "workflow_dispatch",
     .shapes = trigger_shapes,
     .doc = "A person or the API may start it.",
     .inside = &dispatch,
     .rank = 283},
    {.name = "workflow_call",
     .shapes = trigger_shapes,
     .doc = "Other workflows may call it.",
     .more = "Calls may be four workflows deep, and a workflow may lead to twenty others.",
     .inside = &call,
     .rank = 59},
};

} // namespace

constexpr Object dispatch_input{.name = "an input", .keys = dispatch_input_keys};
constexpr Object call_input{.name = "an input of a call", .keys = call_input_keys};
constexpr Object dispatch{.name = "the trigger `workflow_dispatch`", .keys = dispatch_keys};
constexpr Object call{.name = "the trigger `workflow_call`", .keys = call_keys};
constexpr Object triggers{.name = "`on`", .keys = trigger_keys};

} // namespace unify_ls::workflow::schema
