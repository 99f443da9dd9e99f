#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/base/together.h"
#include "server/commands/commands.h"
#include "server/commands/doctor_checks.h"
#include "server/commands/doctor_text.h"
#include "server/commands/failures.h"
#include "server/settings/user_folders.h"
#include "server/state/random_id.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

namespace unify_ls::commands {
namespace {

void append(Checks& checks, Checks more) {
  for (protocol::DoctorCheck& check : more) checks.push_back(std::move(check));
}

/// The checks that need what others found: a token that could be read, a platform that answers, a place.
Task<Checks> check_together(const Services& services, const PlaceReport& place, const TokenReport& token,
                            const NetworkReport& network) {
  Checks checks;
  if (!token.readable) {
    checks = {left_out("accepted", "token"), left_out("component", "token")};
  } else if (!network.reachable) {
    checks = {left_out("accepted", "api"), left_out("component", "api")};
  } else {
    checks.push_back(co_await check_acceptance(services));
    if (place.place)
      checks.push_back(co_await check_component(services.finding, *place.place));
    else
      checks.push_back(left_out("component", "repository"));
  }
  co_return checks;
}

/// "All 15 checks are well." or what is not, one sentence a check.
std::string gist_of(const Checks& checks) {
  std::vector<std::string> troubles;
  for (const protocol::DoctorCheck& check : checks)
    if (check.state != "ok")
      troubles.push_back(fmt::format("{} ({}): {}{}", check.name, check.state, check.detail,
                                     check.remedy ? " " + *check.remedy + "." : ""));
  if (troubles.empty()) return fmt::format("All {} checks passed.", checks.size());
  return fmt::format("{}", fmt::join(troubles, " "));
}

Task<Result<Outcome>> examine(const Services& services, std::string folder) {
  // Side by side: what hangs holds up nothing but itself.
  auto [place, token, network] = co_await together(check_place(services.workspace, std::move(folder)),
                                                   check_token_store(services), check_network(services));
  Checks together = co_await check_together(services, place, token, network);

  protocol::DoctorReport report;
  report.checks.push_back(all_is_well("version", "unify-ls " UNIFY_LS_VERSION "."));
  append(report.checks, std::move(place.checks));
  append(report.checks, std::move(token.checks));
  append(report.checks, std::move(network.checks));
  append(report.checks, std::move(together));
  report.checks.push_back(check_state(services.runs.journal()));
  report.text = doctor_text(report);
  std::string gist = gist_of(report.checks);
  co_return Outcome{.value = report, .gist = std::move(gist)};
}

} // namespace

protocol::DoctorCheck all_is_well(std::string_view name, std::string_view detail) {
  return {.name = std::string(name), .state = "ok", .detail = printable(detail), .remedy = std::nullopt};
}

protocol::DoctorCheck doubtful(std::string_view name, std::string_view detail, std::string_view remedy) {
  protocol::DoctorCheck check{.name = std::string(name), .state = "warn", .detail = printable(detail)};
  if (!remedy.empty()) check.remedy = printable(remedy);
  return check;
}

protocol::DoctorCheck failing(std::string_view name, const Error& error, std::string_view remedy) {
  return {.name = std::string(name),
          .state = "fail",
          .detail = printable(error.message),
          .remedy = printable(error.advice ? std::string_view(*error.advice) : remedy)};
}

protocol::DoctorCheck left_out(std::string_view name, std::string_view cause) {
  return doubtful(name, fmt::format("Skipped: fix `{}` first.", cause));
}

std::string_view store_a_token(const Client& client) {
  return client.stays() ? "Store a token: the command unify.token.set"
                        : "Store a token: `unify-ls token set`";
}

std::string check_api_url(const Client& client) {
  return fmt::format("Check {}", setting_name(client, "apiUrl", "--api-url"));
}

std::string setting_name(const Client& client, std::string_view setting, std::string_view flag) {
  return client.stays() ? fmt::format("the setting `{}`", setting) : fmt::format("`{}`", flag);
}

protocol::DoctorCheck check_state(const runs::Journal& journal) {
  runs::Run trial;
  trial.id = state::random_id();
  const Result<> written = journal.try_writing(trial);
  if (written)
    return all_is_well("state", fmt::format("{} can be written.", settings::user_state_folder().string()));
  return failing("state", written.error(),
                 "See that the folder can be written to and has space, or name another in XDG_STATE_HOME");
}

Task<Result<Planned>> plan_doctor(const Services& services, const protocol::FolderArgs& args,
                                  const Call& /*call*/, Form& form) {
  Result<std::string> folder = settle_folder(services.workspace.folders, args.folder, form);
  if (!folder) co_return fail(folder.error());
  if (form.incomplete()) co_return Planned{};
  protocol::FolderArgs complete{.folder = uri_of_path(*folder)};
  co_return Planned{.carry_out = [&services, folder = *folder] { return examine(services, folder); },
                    .complete = complete};
}

} // namespace unify_ls::commands
