#include "server/base/child.h"
#include "server/base/text.h"
#include "server/commands/doctor_checks.h"
#include "server/git/remote_url.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace unify_ls::commands {
namespace {

using protocol::DoctorCheck;

DoctorCheck check_git() {
  const std::string program = find_program("git");
  if (!program.empty()) return all_is_well("git", fmt::format("{} is used.", program));
  return failing("git", {.kind = ErrorKind::git, .message = "There is no git in an absolute entry of PATH."},
                 "Install git, in an absolute folder of PATH");
}

DoctorCheck check_repository(const git::RepositoryPaths& found) {
  if (found.has_working_copy()) return all_is_well("repository", fmt::format("{} is used.", found.root));
  return doubtful("repository", fmt::format("{} has no working copy.", found.git_dir),
                  "Open a folder of a working copy to see how its files differ from the remote branch");
}

DoctorCheck check_remote(const git::Checkout& checkout) {
  if (checkout.remote)
    return all_is_well("remote", fmt::format("{} ({}).", escaped(checkout.remote->name),
                                             escaped(git::without_user_info(checkout.remote->url))));
  return doubtful("remote",
                  "There is no remote, so nothing tells which component and which workflows are meant.",
                  "Add the remote that CloudBees Unify reads: git remote add origin URL");
}

std::string words_for(const git::Checkout& checkout) {
  if (std::string note = branch_note(checkout); !note.empty()) return note;
  return "of the checked-out branch";
}

DoctorCheck check_branch(const git::Checkout& checkout) {
  if (!checkout.remote) return left_out("branch", "remote");
  if (checkout.branch)
    return all_is_well("branch", fmt::format("{}, {}.", escaped(*checkout.branch), words_for(checkout)));
  return doubtful("branch", "No branch of the remote belongs to this checkout, so it is asked each time.",
                  "Check out a branch that has an upstream");
}

DoctorCheck check_settings(const settings::Settings& settings) {
  std::vector<std::string> sentences;
  for (const settings::SettingsWarning& warning : settings.warnings) sentences.push_back(warning.message);
  const bool wrong = !sentences.empty();
  sentences.insert(sentences.end(), settings.notes.begin(), settings.notes.end());
  std::string detail = fmt::format("{}", fmt::join(sentences, " "));
  if (wrong) return doubtful("settings", std::move(detail), "Correct or remove what is named");
  return all_is_well("settings", detail.empty() ? "No problems in settings." : std::move(detail));
}

/// Where trusting the folder helps, the advice is the command for it; else it only repeats what failed.
DoctorCheck check_missing_repository(Error error) {
  if (error.advice && !error.advice->contains("safe.directory")) error.advice.reset();
  return failing("repository", error, "Work in a folder of a git repository");
}

Task<Result<settings::Settings>> read_settings(FolderSettingsReader& reader, std::string folder,
                                               std::string root) {
  settings::Settings settings = co_await reader.read(std::move(folder), std::move(root));
  co_return settings;
}

} // namespace

Task<PlaceReport> check_place(const Workspace& workspace, std::string folder) {
  PlaceReport report{.checks = {check_git()}};
  const auto repository = co_await within_limit(workspace.clock, workspace.repositories.find(folder));
  const std::string root = repository ? repository->place() : "";
  const auto settings =
      co_await within_limit(workspace.clock, read_settings(workspace.settings, folder, root));
  const DoctorCheck settings_check =
      settings ? check_settings(*settings)
               : doubtful("settings", settings.error().message, "See whether the editor hangs");
  if (!repository) {
    report.checks.push_back(check_missing_repository(repository.error()));
    report.checks.push_back(left_out("remote", "repository"));
    report.checks.push_back(left_out("branch", "repository"));
    report.checks.push_back(settings_check);
    co_return report;
  }
  report.checks.push_back(check_repository(*repository));
  const auto place = co_await within_limit(workspace.clock, open_place(workspace, folder, std::nullopt));
  if (place) {
    report.checks.push_back(check_remote(place->checkout));
    report.checks.push_back(check_branch(place->checkout));
    report.place = *place;
  } else {
    // Which remote is meant, or which branch of it: the message tells.
    report.checks.push_back(failing("remote", place.error(), "Set `remote` or `branch`"));
    report.checks.push_back(left_out("branch", "remote"));
  }
  report.checks.push_back(settings_check);
  co_return report;
}

Task<DoctorCheck> check_component(const ComponentFinding& finding, const Place& place) {
  const auto discovery = co_await within_limit(finding.clock, discover_component(finding, place));
  if (!discovery) {
    if (discovery.error().kind == ErrorKind::forbidden)
      co_return doubtful("component", discovery.error().message, discovery.error().advice.value_or(""));
    const bool rejected = discovery.error().kind == ErrorKind::tokenRejected;
    co_return failing("component", discovery.error(),
                      rejected ? store_a_token(finding.client) : "Name the component and its organization");
  }
  if (discovery->found) {
    const std::string name = escaped(shown_name(discovery->found->component));
    co_return all_is_well("component", fmt::format("{}, by {}.", name, name_of(discovery->found->how)));
  }
  co_return doubtful("component", discovery->reason,
                     finding.client.stays() ? "Choose one: the command unify.component.select"
                                            : "Choose one: `unify-ls component`");
}

} // namespace unify_ls::commands
