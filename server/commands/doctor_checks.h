#pragma once

#include "protocol/unify.h"
#include "server/base/together.h"
#include "server/commands/discovery.h"
#include "server/commands/place.h"
#include "server/commands/services.h"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The checks of `unify.doctor`, by what they look at. None prompts, none waits longer than check_limit, and
/// one that depends on another that failed says so instead of failing with it.
namespace unify_ls::commands {

/// The time that one look at git, the token store or the platform may take.
inline constexpr std::chrono::seconds check_limit{12};

/// A clock that is wrong by more makes dates and certificates doubtful.
inline constexpr std::chrono::minutes tolerated_clock_skew{5};

/// The remedy wherever the token is missing, has ended or was rejected, in the words of the client.
std::string_view store_a_token(const Client& client);

/// How a setting is said there: "--api-url" in a terminal, "apiUrl" in an editor.
std::string setting_name(const Client& client, std::string_view setting, std::string_view flag);

/// The remedy where what answers is no platform.
std::string check_api_url(const Client& client);

using Checks = std::vector<protocol::DoctorCheck>;

protocol::DoctorCheck all_is_well(std::string_view name, std::string_view detail);
protocol::DoctorCheck doubtful(std::string_view name, std::string_view detail, std::string_view remedy = {});
protocol::DoctorCheck failing(std::string_view name, const Error& error, std::string_view remedy);

/// What could not be looked at because `cause`, a check above it, failed.
protocol::DoctorCheck left_out(std::string_view name, std::string_view cause);

/// The result of `work`, or a timeout.
template <class T> Task<Result<T>> within_limit(Clock& clock, Task<Result<T>> work) {
  std::optional<Result<T>> result = co_await result_before(clock.wait(check_limit), std::move(work));
  if (!result)
    co_return fail(ErrorKind::timeout, fmt::format("There was no answer within {} s.", check_limit.count()));
  co_return *std::move(result);
}

/// doctor_place.cpp: git, repository, remote, branch, settings.
struct PlaceReport {
  Checks checks{};
  std::optional<Place> place{}; ///< as far as it could be opened
};

Task<PlaceReport> check_place(const Workspace& workspace, std::string folder);

/// How the component of a place comes about. Asks the platform: only with a token, and when it is reachable.
Task<protocol::DoctorCheck> check_component(const ComponentFinding& finding, const Place& place);

/// doctor_token.cpp: the store and why, the token and the days that it has left.
struct TokenReport {
  Checks checks{};
  bool readable = false;
};

Task<TokenReport> check_token_store(const Services& services);

/// Whether the platform takes the token.
Task<protocol::DoctorCheck> check_acceptance(const Services& services);

/// doctor_network.cpp: the API, the proxy, the certificates, the clock.
struct NetworkReport {
  Checks checks{};
  bool reachable = false;
};

Task<NetworkReport> check_network(const Services& services);

/// doctor.cpp: the state file.
protocol::DoctorCheck check_state(const runs::Journal& journal);

} // namespace unify_ls::commands
