#include "server/commands/table.h"

#include "server/base/text.h"
#include "server/commands/commands.h"

#include <algorithm>

namespace unify_ls::commands {
namespace {

template <class Args> Result<WireValue> read_as(const json::value& arguments) {
  auto read = protocol::read<Args>(arguments);
  if (!read)
    return fail(ErrorKind::invalidInputs, "The argument cannot be read: " + read.error().message() + ".");
  return WireValue(*std::move(read));
}

template <class Args> Args args_of(Plan<Args> plan);

template <auto plan> Command command(std::string_view name, Verb verb = {}) {
  using Args = decltype(args_of(plan));
  return {.name = name,
          .read = read_as<Args>,
          .plan = [](const Services& services, const Call& call,
                     Form& form) { return plan(services, call.arguments.as<Args>(), call, form); },
          .verb = std::move(verb)};
}

const Flag json_flag{.spelling = "--json", .member = "json", .about = "Print the result as JSON"};
const Flag input_flag{.spelling = "-i,--input",
                      .member = "inputs",
                      .about = "Set an input of the workflow; may be repeated",
                      .takes = Takes::pairs,
                      .value = "NAME=VALUE",
                      .candidates = Candidates::inputs};
const Flag yes_flag{.spelling = "--yes", .member = "confirmed", .about = "Start it without asking anything"};
const Flag ask_nothing_flag{
    .spelling = "--yes", .member = "confirmed", .about = "Ask nothing: what is missing is an error"};
const Flag force_flag{
    .spelling = "--force", .member = "force", .about = "Start it even if the same run was started just now"};
const Flag dry_run_flag{
    .spelling = "--dry-run", .member = "dryRun", .about = "Show what would be sent, and send nothing"};
const Flag follow_flag{.spelling = "--follow", .member = "follow", .about = "Follow the run to its end"};

const Flag preset_flag{.spelling = "--preset",
                       .member = "preset",
                       .about = "Take workflow, branch and inputs from a preset of the repository",
                       .takes = Takes::text,
                       .value = "NAME",
                       .candidates = Candidates::presets};

Flag file_operand() {
  return {.spelling = "FILE",
          .member = "file",
          .about = "The workflow's file, such as deploy.yaml; asked for where it is left out",
          .takes = Takes::text,
          .candidates = Candidates::workflows};
}

Flag run_operand() {
  return {.spelling = "RUN",
          .member = "id",
          .about = "A run's id, the beginning of one, or its URL; the newest of the folder by default",
          .takes = Takes::text,
          .candidates = Candidates::runs};
}

std::vector<Command> make_table() {
  return {
      command<plan_workflow_run>(
          name::workflow_run,
          {.words = "run",
           .summary = "Start a workflow",
           .group = VerbGroup::start,
           .operands = {file_operand()},
           .flags = {preset_flag, input_flag, yes_flag, force_flag, dry_run_flag, follow_flag, json_flag},
           .more =
               "Asks for the inputs, shows what will be sent, and starts the run once you agree. The "
               "workflow is read at the remote branch, as last fetched.\n"
               "With an input given by -i only required ones are asked for; the others take their default. "
               "Without a terminal nothing is asked: what is missing is an error.",
           .examples = {{"unify-ls run", "choose a workflow and answer its questions"},
                        {"unify-ls run deploy.yaml --follow", "the same for one file, and see how it ends"},
                        {"unify-ls run deploy.yaml -i version=1.4 --yes", "ask nothing, as in a script"},
                        {"unify-ls run --preset nightly",
                         "what .cloudbees/presets/nightly.unify-run.yaml says"},
                        {"unify-ls run deploy.yaml --branch release/2 --dry-run",
                         "see the request for another branch"}}}),
      command<plan_run_again>(
          name::workflow_run_again,
          {.words = "again",
           .summary = "Start an earlier run once more",
           .group = VerbGroup::start,
           .operands = {run_operand()},
           .flags = {input_flag, yes_flag, force_flag, dry_run_flag, follow_flag, json_flag},
           .more = "Takes the branch and the inputs of the run; -i changes single ones.",
           .examples = {{"unify-ls again --follow", "the newest run of this folder once more"},
                        {"unify-ls again -i version=1.5", "with another version"}}}),
      command<plan_workflow_curl>(
          name::workflow_curl,
          {.words = "curl",
           .summary = "Print the curl command that starts a workflow",
           .group = VerbGroup::start,
           .operands = {file_operand()},
           .flags = {preset_flag, input_flag, ask_nothing_flag, json_flag},
           .more = "The command takes the token from $UNIFY_TOKEN; it holds none itself.",
           .examples = {{"unify-ls curl deploy.yaml -i version=1.4", "print it, start nothing"}}}),
      command<plan_run_compose>(
          name::run_compose,
          {.words = "compose",
           .summary = "Write a run as a document, to be filled in and started from an editor",
           .group = VerbGroup::start,
           .operands = {file_operand()},
           .flags = {{.spelling = "--run",
                      .member = "id",
                      .about = "Take the branch and the inputs of an earlier run",
                      .takes = Takes::text,
                      .value = "RUN",
                      .candidates = Candidates::runs},
                     json_flag},
           .more = "Prints the document's path, in a folder of yours. `unify-ls run PATH` starts it; an "
                   "editor with unify-ls checks it as you write, and starts it too.",
           .examples = {{"$EDITOR \"$(unify-ls compose deploy.yaml)\"", "fill in a run in your editor"}}}),
      command<plan_preset_save>(name::preset_save),
      command<plan_workflows_list>(
          name::workflows_list,
          {.words = "workflows",
           .summary = "List the workflows that can be started by hand, with their inputs",
           .group = VerbGroup::start,
           .flags = {{.spelling = "--all", .member = "all", .about = "List the others too"}, json_flag},
           .examples = {{"unify-ls workflows", "those of the branch that is checked out"},
                        {"unify-ls workflows --branch main --all", "all of another branch"}}}),
      command<plan_run_list>(name::run_list,
                             {.words = "runs",
                              .summary = "List the runs that were started from this machine",
                              .group = VerbGroup::watch,
                              .flags = {json_flag},
                              .more = "Unify publishes no way to list the runs of others.",
                              .examples = {{"unify-ls runs", "those of this folder, the newest first"}}}),
      command<plan_run_follow>(
          name::run_follow,
          {.words = "follow",
           .summary = "Follow a run to its end",
           .group = VerbGroup::watch,
           .operands = {run_operand()},
           .flags = {json_flag},
           .more = "Ctrl-C stops following, never the run: Unify publishes no way to cancel one. With --json "
                   "each change is a line. Exits with 1 unless the run succeeded.",
           .examples = {{"unify-ls follow", "the newest run"},
                        {"unify-ls follow 3f2a", "by the beginning of its id"}}}),
      command<plan_run_unfollow>(name::run_unfollow),
      command<plan_run_details>(
          name::run_details,
          {.words = "details",
           .summary = "Show a run with its artifacts, test results, deployments and evidence",
           .group = VerbGroup::watch,
           .operands = {run_operand()},
           .flags = {json_flag},
           .more = "Unify publishes no way to read a run's logs; `unify-ls open` shows where they are.",
           .examples = {{"unify-ls details", "the newest run"}}}),
      command<plan_run_open>(name::run_open,
                             {.words = "open",
                              .summary = "Print the address of a run's page in Unify",
                              .group = VerbGroup::watch,
                              .operands = {run_operand()},
                              .flags = {json_flag},
                              .examples = {{"xdg-open \"$(unify-ls open)\"", "open it in a browser"}}}),
      command<plan_run_forget>(name::run_forget),
      command<plan_token_set>(
          name::token_set,
          {.words = "token set",
           .summary = "Store a personal access token",
           .group = VerbGroup::set_up,
           .flags = {{.spelling = "--stdin",
                      .member = "stdin",
                      .about = "Read it from stdin instead of a hidden prompt"},
                     {.spelling = "--days",
                      .member = "days",
                      .about = "For how many days it was generated; you are warned before it ends",
                      .takes = Takes::number,
                      .value = "N"},
                     {.spelling = "--expires",
                      .member = "expires",
                      .about = "When it ends, instead of --days: 2027-01-31, or a time in RFC 3339",
                      .takes = Takes::text,
                      .value = "DATE"},
                     {.spelling = "--force",
                      .member = "force",
                      .about = "Store it even if the platform rejects it"},
                     json_flag},
           .more =
               "Takes the token itself, or the curl command that Unify shows with it. The platform is asked "
               "first: a token that it rejects is not stored.",
           .examples = {{"unify-ls token set --days 30", "paste it at a hidden prompt"},
                        {"printf %s \"$TOKEN\" | unify-ls token set --stdin", "from a script"}}}),
      command<plan_token_status>(name::token_status,
                                 {.words = "token status",
                                  .summary = "Say where the token is kept and when it ends; never the token",
                                  .group = VerbGroup::set_up,
                                  .flags = {{.spelling = "--check",
                                             .member = "check",
                                             .about = "Ask the platform whether it accepts it"},
                                            json_flag},
                                  .more = "Exits with 1 when no token is stored."}),
      command<plan_token_delete>(name::token_delete,
                                 {.words = "token delete",
                                  .summary = "Delete the token from the store",
                                  .group = VerbGroup::set_up,
                                  .flags = {json_flag},
                                  .more = "The token itself lives on until it is deleted in Unify."}),
      command<plan_token_create>(name::token_create, {.words = "token create",
                                                      .summary = "Say where a token is generated",
                                                      .group = VerbGroup::set_up,
                                                      .flags = {json_flag}}),
      command<plan_component_select>(
          name::component_select,
          {.words = "component",
           .summary = "Choose the component of this folder",
           .group = VerbGroup::set_up,
           .operands = {{.spelling = "ID",
                         .member = "from",
                         .about =
                             "Its id, the address of its page in Unify, or Unify's curl command; asked for "
                             "where it is left out",
                         .takes = Takes::text}},
           .flags = {json_flag},
           .more = "Only needed where the component cannot be told from the git remote.",
           .examples = {{"unify-ls component", "choose from a list"}}}),
      command<plan_doctor>(name::doctor, {.words = "doctor",
                                          .summary = "Check everything that a run needs, and say what to do",
                                          .group = VerbGroup::set_up,
                                          .flags = {json_flag},
                                          .more = "Exits with 1 when a check failed."}),
  };
}

} // namespace

std::span<const Command> command_table() {
  static const std::vector<Command> table = make_table();
  return table;
}

Result<const Command*> find_command(std::string_view name) {
  const auto found = std::ranges::find(command_table(), name, &Command::name);
  if (found != command_table().end()) return &*found;
  return fail(ErrorKind::notFound, fmt::format("There is no command `{}`.", printable(name)));
}

} // namespace unify_ls::commands
