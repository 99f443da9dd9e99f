#include "server/workflow/schema/objects.h"

namespace unify_ls::workflow::schema {

namespace {

constexpr Shapes text = Shape::string | Shape::number | Shape::boolean | Shape::empty;

// Inputs of both kinds of files

constexpr Key input_description{
    .name = "description", .shapes = text, .doc = "What the value is for.", .mark = Mark::seen, .rank = 451};
constexpr Key input_required{.name = "required",
                             .shapes = Shape::boolean,
                             .doc = "Whether it must be given.",
                             .more = "One that has a default need not be.",
                             .mark = Mark::seen,
                             .rank = 260};
constexpr Key input_default{.name = "default",
                            .shapes = text,
                            .doc = "The value where none is given.",
                            .place = Place::action_defaults,
                            .mark = Mark::seen,
                            .rank = 204};

constexpr Key input_keys[] = {input_description, input_required, input_default};
constexpr Object input{.name = "an input", .keys = input_keys};
constexpr Key input_key{.name = {},
                        .shapes = Shape::mapping | Shape::empty | Shape::string,
                        .doc = "A value that a step gives in `with`.",
                        .inside = &input};
constexpr Object inputs{.name = "`inputs`", .any = &input_key};

constexpr Key custom_input_keys[] = {
    input_description,
    input_required,
    input_default,
    {.name = "type",
     .shapes = Shape::string,
     .doc = "Seen in old versions, not documented.",
     .mark = Mark::seen},
};
constexpr Object custom_input{.name = "an input", .keys = custom_input_keys};
constexpr Key custom_input_key{.name = {},
                               .shapes = Shape::mapping | Shape::empty,
                               .doc = "A value that a job gives in `with`.",
                               .inside = &custom_input,
                               .mark = Mark::seen};
constexpr Object custom_inputs{.name = "`inputs`", .any = &custom_input_key};

// Outputs

constexpr Key output_description{
    .name = "description", .shapes = text, .doc = "What the output is.", .mark = Mark::seen, .rank = 104};

constexpr Key value(Place place, std::string_view doc) {
  return {.name = "value",
          .shapes = text,
          .doc = doc,
          .place = place,
          .need = Need::advised,
          .mark = Mark::seen,
          .rank = 109};
}

constexpr Key output_keys[] = {
    value(Place::action_outputs,
          "The value, out of the outputs of the steps: `${{ steps.<id>.outputs.<name> }}`."),
    output_description,
    {.name = "default", .shapes = text, .doc = "Seen in old versions, not documented.", .mark = Mark::seen},
};
constexpr Object output{.name = "an output", .keys = output_keys};
constexpr Key output_key{
    .name = {}, .shapes = Shape::mapping, .doc = "A value that later steps can read.", .inside = &output};
constexpr Object outputs{.name = "`outputs`", .any = &output_key};

constexpr Key custom_output_keys[] = {
    value(Place::custom_job_outputs,
          "The value, out of the outputs of the handlers: `${{ handlers.<handler>.outputs.<name> }}`."),
    output_description,
};
constexpr Object custom_output{.name = "an output", .keys = custom_output_keys};
constexpr Key custom_output_key{.name = {},
                                .shapes = Shape::mapping,
                                .doc = "A value for jobs that need the job.",
                                .inside = &custom_output,
                                .mark = Mark::seen};
constexpr Object custom_outputs{.name = "`outputs`", .any = &custom_output_key};

// Actions

constexpr Value using_values[] = {{.text = "composite", .doc = "Steps; there is no other sort."}};

constexpr Key runs_keys[] = {
    {.name = "using",
     .shapes = Shape::string,
     .doc = "How the action is made.",
     .values = using_values,
     .listed = Listed::usual,
     .mark = Mark::seen,
     .rank = 61},
    {.name = "steps",
     .shapes = Shape::list,
     .doc = "The steps of the action, as in a job.",
     .inside = &step,
     .need = Need::advised,
     .rank = 63},
};

constexpr Misplaced runs_misplaced[] = {
    {.name = "image", .where = Elsewhere::github, .say = "the image of a step is its `uses`"},
    {.name = "main", .where = Elsewhere::github, .say = "an action consists of steps"},
    {.name = "args", .where = Elsewhere::github, .say = "an action consists of steps"},
    {.name = "entrypoint", .where = Elsewhere::github, .say = "an action consists of steps"},
};

constexpr Key action_keys[] = {
    api_version_key,
    kind_key,
    name_key,
    description_key,
    {.name = "inputs",
     .shapes = Shape::mapping | Shape::empty,
     .doc = "What steps give in `with`.",
     .inside = &inputs,
     .rank = 62},
    {.name = "outputs",
     .shapes = Shape::mapping | Shape::empty,
     .doc = "What later steps can read.",
     .inside = &outputs,
     .rank = 33},
    {.name = "runs",
     .shapes = Shape::mapping,
     .doc = "How the action works.",
     .inside = &runs,
     .need = Need::advised,
     .mark = Mark::seen,
     .rank = 63},
};

constexpr Misplaced action_misplaced[] = {
    {.name = "branding", .where = Elsewhere::github, .say = "Unify does not know it"},
};

// Custom jobs

constexpr Key handler_keys[] = {
    {.name = "uses",
     .shapes = Shape::string,
     .doc = "The image that the handler runs in, `docker://image`.",
     .place = Place::handler_uses,
     .need = Need::advised,
     .mark = Mark::seen,
     .rank = 15},
    {.name = "command",
     .shapes = text,
     .doc = "The program; it writes the file `$CLOUDBEES_STATUS`.",
     .place = Place::handler_values,
     .mark = Mark::seen,
     .rank = 15},
    {.name = "args",
     .shapes = text,
     .doc = "The program's arguments, one text.",
     .place = Place::handler_values,
     .mark = Mark::seen,
     .rank = 15},
    {.name = "env",
     .shapes = Shape::mapping | Shape::empty,
     .doc = "Environment variables of the handler.",
     .inside = &handler_variables,
     .mark = Mark::seen,
     .rank = 13},
};
constexpr Object handler{.name = "a handler", .keys = handler_keys};

constexpr Key handler_key(std::string_view name, std::string_view doc) {
  return {
      .name = name, .shapes = Shape::mapping, .doc = doc, .inside = &handler, .mark = Mark::seen, .rank = 5};
}

constexpr Key handlers_keys[] = {
    handler_key("init", "Runs when the job begins."),
    handler_key("callback", "Runs when somebody answers what the job asked."),
    handler_key("cancel", "Runs when the job is cancelled."),
};

constexpr Key custom_job_keys[] = {
    api_version_key,
    kind_key,
    name_key,
    description_key,
    {.name = "inputs",
     .shapes = Shape::mapping | Shape::empty,
     .doc = "What jobs give in `with`.",
     .inside = &custom_inputs,
     .mark = Mark::seen,
     .rank = 5},
    {.name = "outputs",
     .shapes = Shape::mapping | Shape::empty,
     .doc = "What jobs that need the job can read.",
     .inside = &custom_outputs,
     .mark = Mark::seen,
     .rank = 3},
    {.name = "handlers",
     .shapes = Shape::mapping,
     .doc = "What runs at each moment of the job.",
     .inside = &handlers,
     .need = Need::advised,
     .mark = Mark::seen,
     .rank = 5},
};

constexpr Misplaced custom_job_misplaced[] = {
    {.name = "handler", .where = Elsewhere::renamed, .say = {}, .instead = "handlers"},
};

} // namespace

constexpr Object runs{.name = "`runs`", .keys = runs_keys, .misplaced = runs_misplaced};
constexpr Object action_file{.name = "an action", .keys = action_keys, .misplaced = action_misplaced};
constexpr Object handlers{.name = "`handlers`", .keys = handlers_keys};
constexpr Object custom_job_file{
    .name = "a custom job", .keys = custom_job_keys, .misplaced = custom_job_misplaced};

} // namespace unify_ls::workflow::schema
