#include "server/commands/listing.h"

#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/base/turn.h"
#include "server/commands/questions.h"
#include "server/commands/wire.h"
#include "server/workflow/reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::commands {
namespace {

/// Characters shown of a name that no workflow has.
constexpr std::size_t shown_name_length = 120;

/// Files that are not listed and named one by one.
constexpr std::size_t most_unreadable_named = 5;

Task<ListedWorkflow> read_listed(ReadWorkflows& known, git::WorkflowFile file) {
  workflow::Workflow read = co_await known.of(file);
  for (const std::string& problem : file.problems)
    read.problems.push_back({.severity = workflow::Severity::error, .message = problem});
  if (file.text() == nullptr && !read.problems.empty()) read.obstacle = read.problems.front();
  co_return ListedWorkflow{std::move(file), std::move(read)};
}

std::string note_of(std::size_t left_out) {
  return fmt::format(
      "{} left out, because all workflows together take more than {} s or {} MiB to read; name one "
      "to run it.",
      left_out == 1 ? "One workflow is" : fmt::format("{} workflows are", left_out),
      git::max_listing_time.count(), git::max_listing_bytes >> 20U);
}

/// A problem with the line it stands in, for who does not see the file.
std::string with_line(const workflow::Problem& problem) {
  if (!problem.range) return problem.message;
  return fmt::format("line {}: {}", problem.range->start.line + 1, problem.message);
}

std::string branch_shown(const Place& place) {
  const std::string branch = place.checkout.branch.value_or("");
  return escaped(place.checkout.remote ? place.checkout.remote->name + "/" + branch : branch);
}

Error not_listed(const Place& place, const Listing& listing, std::string_view file) {
  return {.kind = ErrorKind::notFound,
          .message =
              fmt::format("There is no workflow `{}` on {}.{}", shortened(escaped(file), shown_name_length),
                          branch_shown(place), did_you_mean(file, listing.manual_names()))};
}

Error not_startable(const Place& place, const ListedWorkflow& listed) {
  const std::string name = escaped(listed.file.name);
  if (const auto& obstacle = listed.workflow.obstacle)
    return {.kind = listed.file.text() == nullptr ? ErrorKind::notFound : ErrorKind::notManual,
            .message = fmt::format("`{}` on {} cannot be started, {}", name, branch_shown(place),
                                   with_line(*obstacle)),
            .advice = listed.file.remedy};
  return {.kind = ErrorKind::notManual,
          .message =
              fmt::format("`{}` cannot be started by hand: its `on` has no `workflow_dispatch`.", name)};
}

Error not_pushed(const Place& place, const ListedWorkflow& listed) {
  const bool untracked = listed.file.state == git::FileState::untracked;
  return {.kind = ErrorKind::notFound,
          .message = fmt::format("`{}` is not on {} yet: {} it first.", escaped(listed.file.name),
                                 branch_shown(place), untracked ? "commit and push" : "push")};
}

} // namespace

const ListedWorkflow* Listing::find(std::string_view file) const {
  const auto found = std::ranges::find_if(workflows, [&](const ListedWorkflow& listed) {
    return listed.file.name == file || listed.file.path == file;
  });
  return found == workflows.end() ? nullptr : &*found;
}

std::vector<std::string> Listing::manual_names() const {
  std::vector<std::string> names;
  for (const ListedWorkflow& listed : workflows)
    if (listed.workflow.manual) names.push_back(listed.file.name);
  return names;
}

std::vector<std::string> Listing::unreadable() const {
  std::vector<std::string> sentences;
  std::size_t more = 0;
  for (const ListedWorkflow& listed : workflows) {
    const auto& obstacle = listed.workflow.obstacle;
    if (!obstacle || obstacle->severity != workflow::Severity::error) continue; // another kind is no mistake
    if (sentences.size() == most_unreadable_named)
      ++more;
    else
      sentences.push_back(
          fmt::format("`{}` is not listed, {}", escaped(listed.file.name), with_line(*obstacle)));
  }
  if (more > 0) sentences.push_back(fmt::format("{} more files cannot be read.", more));
  return sentences;
}

Task<Result<Listing>> list_workflows(const Workspace& workspace, const Place& place, std::string named) {
  co_await give_way(); // a place may have tens of thousands of branches, and is copied
  git::ListingBudget budget(workspace.clock, file_below_root(place, named));
  Result<git::WorkflowFiles> files = co_await workspace.lister.list(place.checkout, budget);
  if (!files) co_return fail(files.error());
  Listing listing{.source = files->source, .subject = files->subject, .notes = std::move(files->notes)};
  listing.workflows.reserve(files->files.size());
  for (git::WorkflowFile& file : files->files) {
    if (!budget.allows(file.name, 0)) continue;
    ListedWorkflow listed = co_await read_listed(workspace.read_workflows, std::move(file));
    if (budget.allows(listed.file.name, workflow::text_bytes(listed.workflow)))
      listing.workflows.push_back(std::move(listed));
  }
  if (const std::size_t left_out = budget.left_out().size(); left_out > 0)
    listing.notes.push_back(note_of(left_out));
  co_return listing;
}

std::string file_below_root(const Place& place, std::string_view file) {
  std::string path = path_of_uri(file).value_or(std::string(file));
  if (path.starts_with('/')) path = git::real_path(path);
  const std::string root = place.root() + "/";
  if (path.starts_with(root)) path.erase(0, root.size());
  return path;
}

Result<const ListedWorkflow*> find_manual(const Place& place, const Listing& listing, std::string_view file) {
  const std::string wanted = file_below_root(place, file);
  const ListedWorkflow* listed = listing.find(wanted);
  if (listed == nullptr) return fail(not_listed(place, listing, wanted));
  const bool remote_lacks_it =
      listing.source == git::ListSource::remote &&
      (listed->file.state == git::FileState::onlyLocal || listed->file.state == git::FileState::untracked);
  if (remote_lacks_it) return fail(not_pushed(place, *listed));
  if (!listed->workflow.manual) return fail(not_startable(place, *listed));
  return listed;
}

Task<protocol::Workflow> to_wire(const ListedWorkflow& listed, bool utf8_positions) {
  const git::WorkflowFile& file = listed.file;
  protocol::Workflow wire{.file = file.name,
                          .path = file.path,
                          .name = printable(listed.workflow.name),
                          .manual = listed.workflow.manual,
                          .state = std::string(git::name_of(file.state))};
  if (file.working_path) wire.uri = uri_of_path(*file.working_path);

  // Places are of use only in the file that the person can open, so they are those of the working copy.
  const bool same_text = file.working_text && file.text() != nullptr && *file.working_text == *file.text();
  std::optional<workflow::Workflow> working;
  if (file.working_text && !same_text) working = co_await read_in_turns(*file.working_text, file.name);
  const workflow::Workflow* placed = same_text ? &listed.workflow : working ? &*working : nullptr;

  for (const workflow::Input& input : listed.workflow.inputs) {
    protocol::WorkflowInput shown = to_wire(input);
    if (placed != nullptr) {
      const auto here = std::ranges::find(placed->inputs, input.name, &workflow::Input::name);
      if (here != placed->inputs.end()) shown.range = to_wire(here->range, utf8_positions);
    }
    wire.inputs.push_back(std::move(shown));
  }
  for (workflow::Problem problem : listed.workflow.problems) {
    if (!same_text) {
      problem.message = with_line(problem);
      problem.range.reset();
    }
    wire.problems.push_back(to_wire(problem, utf8_positions));
  }
  co_await give_way();
  co_return wire;
}

} // namespace unify_ls::commands
