#include "server/base/text.h"
#include "server/commands/commands.h"
#include "server/commands/place.h"
#include "server/commands/wire.h"

#include <fmt/format.h>

namespace unify_ls::commands {
namespace {

std::string gist_of(const std::vector<runs::Run>& runs) {
  if (runs.empty()) return "No run was started from this folder yet.";
  const runs::Run& newest = runs.front();
  return fmt::format("{} run{}; the newest: {} on {}, {}.", runs.size(), runs.size() == 1 ? "" : "s",
                     newest.file, newest.branch, runs::state_and_reason(newest));
}

Task<Result<Outcome>> list(const Services& services, protocol::FolderArgs args) {
  const Result<std::string> folder = folder_of_call(services.workspace.folders, args.folder);
  std::string root; // without a folder that settles it: the runs of all
  if (folder) {
    const auto repository = co_await services.workspace.repositories.find(*folder);
    if (repository)
      root = repository->place();
    else if (args.folder)
      co_return fail(repository.error());
  }
  auto runs = services.runs.journal().runs({.folder = root, .origin = services.platform.origin()});
  if (!runs) co_return fail(runs.error());
  co_await services.runs.follower().refresh(*runs);
  protocol::RunList result;
  for (const runs::Run& run : *runs) result.runs.push_back(to_wire(run));
  co_return Outcome{.value = result, .gist = gist_of(*runs)};
}

Task<Result<Outcome>> follow(const Services& services, protocol::IdArgs args,
                             std::optional<json::value> token) {
  auto run = co_await find_run(services.workspace, services.runs, args.id);
  if (!run) co_return fail(run.error());
  protocol::Following result{.id = run->id};
  if (run->ended)
    co_return Outcome{.value = result,
                      .gist = fmt::format("{} has ended: {}.", run->file, runs::state_and_reason(*run))};
  if (run->run_id.empty())
    co_return fail(ErrorKind::notFound,
                   fmt::format("This run cannot be followed: {}", runs::why_without_id(*run)));
  const std::optional<bool> may_read = co_await services.token.may_read();
  if (may_read == false) co_return fail(cannot_watch(*run, services.platform.ui_url));
  result.following = true;
  services.runs.follower().follow(*run, std::move(token));
  co_return Outcome{.value = result, .gist = fmt::format("Following {} on {}.", run->file, run->branch)};
}

Task<Result<Outcome>> unfollow(const Services& services, protocol::IdArgs args) {
  const auto run = co_await find_run(services.workspace, services.runs, args.id);
  if (!run) co_return fail(run.error());
  services.runs.follower().unfollow(run->id);
  co_return Outcome{.value = protocol::Following{.id = run->id},
                    .gist = fmt::format("No longer following {}; the run goes on.", run->file)};
}

/// One that is under way would come back with its next change.
Task<Result<Outcome>> forget(const Services& services, protocol::IdArgs args) {
  if (!args.id) co_return fail(ErrorKind::needsInput, "Which run is to leave the list? Give its `id`.");
  const auto run = co_await find_run(services.workspace, services.runs, args.id);
  if (!run) co_return fail(run.error());
  if (to_wire(*run).mood == "going")
    co_return fail(
        ErrorKind::invalidInputs,
        fmt::format("{} on {} is under way: it can leave the list once it has ended or is no longer "
                    "followed.",
                    run->file, run->branch));
  const Result<> hidden = co_await services.runs.record().hide(run->id);
  if (!hidden) co_return fail(hidden.error());
  co_return Outcome{.value = protocol::RunForgotten{.id = run->id},
                    .gist =
                        fmt::format("{} on {} is off the list; in Unify it stays.", run->file, run->branch)};
}

/// The platform publishes no address of a component's pages, so this is as near as it gets.
Task<Result<Outcome>> open_component(const Services& services, state::ComponentRecord component) {
  protocol::Opened result{.url = services.platform.ui_url.text()};
  result.opened = co_await services.client.open(result.url);
  const std::string& name = component.name.empty() ? component.component_id : component.name;
  const std::string sentence =
      fmt::format("Look for the component {} in {}: its Runs page has the run, if it was started.",
                  printable(name), result.url);
  services.client.show(protocol::MessageType::info, sentence);
  co_return Outcome{.value = result, .gist = sentence, .shown = true};
}

Task<Result<Outcome>> open(const Services& services, protocol::RunOpenArgs args) {
  const auto run = co_await find_run(services.workspace, services.runs, args.id);
  if (!run) co_return fail(run.error());
  if (args.component.value_or(false)) {
    Result<Outcome> opened = co_await open_component(services, run->component);
    co_return opened;
  }
  if (run->outcome == runs::RunOutcome::refused)
    co_return fail(ErrorKind::notFound,
                   fmt::format("{} on {} was not started, so it has no page.", run->file, run->branch));
  if (run->run_url.empty() || !http::may_open(run->run_url, services.platform.ui_url))
    co_return fail(
        ErrorKind::notFound,
        fmt::format("The platform gave no address for this run: open the Runs page of the component in {}.",
                    services.platform.ui_url.text()));
  protocol::Opened result{.url = run->run_url};
  result.opened = co_await services.client.open(run->run_url);
  if (!result.opened && services.client.stays())
    services.client.show(protocol::MessageType::info, result.url);
  co_return Outcome{.value = result, .gist = result.url, .shown = !result.opened};
}

} // namespace

Task<> take_up_runs(const Workspace& workspace, runs::Runs& runs, std::string folder) {
  const auto repository = co_await workspace.repositories.find(folder);
  if (!repository) co_return;
  const settings::Settings settings =
      co_await workspace.settings.read(std::move(folder), repository->place());
  if (settings.folder.follow.value) runs.follower().take_up(repository->place());
}

Task<Result<Planned>> plan_run_list(const Services& services, const protocol::FolderArgs& args,
                                    const Call& /*call*/, Form& /*form*/) {
  co_return Planned{.carry_out = [&services, args] { return list(services, args); }};
}

Task<Result<Planned>> plan_run_follow(const Services& services, const protocol::IdArgs& args,
                                      const Call& call, Form& /*form*/) {
  co_return Planned{
      .carry_out = [&services, args, token = call.progress_token] { return follow(services, args, token); }};
}

Task<Result<Planned>> plan_run_unfollow(const Services& services, const protocol::IdArgs& args,
                                        const Call& /*call*/, Form& /*form*/) {
  co_return Planned{.carry_out = [&services, args] { return unfollow(services, args); }};
}

Task<Result<Planned>> plan_run_forget(const Services& services, const protocol::IdArgs& args,
                                      const Call& /*call*/, Form& /*form*/) {
  co_return Planned{.carry_out = [&services, args] { return forget(services, args); }};
}

Task<Result<Planned>> plan_run_open(const Services& services, const protocol::RunOpenArgs& args,
                                    const Call& /*call*/, Form& /*form*/) {
  co_return Planned{.carry_out = [&services, args] { return open(services, args); }};
}

} // namespace unify_ls::commands
