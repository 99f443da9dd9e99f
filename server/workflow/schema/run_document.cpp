#include "server/workflow/schema/objects.h"

/// A run as a document: a small language of our own.
namespace unify_ls::workflow::schema {

namespace {

constexpr Shapes text = Shape::string | Shape::number | Shape::boolean | Shape::empty;

constexpr Key any_input{
    .name = "",
    .shapes = text,
    .doc = "An input of the workflow, sent as the text that stands here.",
    .names = Names::run_input,
    .mark = Mark::ours,
};

constexpr Key run_document_keys[] = {
    {.name = "workflow",
     .shapes = text,
     .doc = "The workflow to start: the name of its file in `.cloudbees/workflows`.",
     .names = Names::run_workflow,
     .need = Need::required,
     .mark = Mark::ours,
     .rank = 4},
    {.name = "branch",
     .shapes = text,
     .doc = "The branch of the remote that it runs on.",
     .more = "Without it, the branch that the checkout belongs to.",
     .names = Names::run_branch,
     .mark = Mark::ours,
     .rank = 3},
    {.name = "inputs",
     .shapes = Shape::mapping | Shape::empty,
     .doc = "What the workflow asks for, each as it is sent: `007` stays `007`.",
     .more = "An input that is not named takes its default.",
     .inside = &run_inputs,
     .mark = Mark::ours,
     .rank = 2},
    {.name = "folder",
     .shapes = text,
     .doc = "The repository's folder, as an absolute path.",
     .more = "Only in a file that lies in no repository: one that does belongs to its own.",
     .mark = Mark::ours,
     .rank = 1},
};

} // namespace

const Object run_document{.name = "a run document", .keys = run_document_keys};
const Object run_inputs{.name = "`inputs`", .any = &any_input};

} // namespace unify_ls::workflow::schema
