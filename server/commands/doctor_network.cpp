#include "server/base/text.h"
#include "server/commands/doctor_checks.h"
#include "server/http/proxy.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>

namespace unify_ls::commands {
namespace {

using protocol::DoctorCheck;

/// As much of a file of certificates as is looked at.
constexpr std::streamsize looked_at = 1 << 20;

DoctorCheck check_answer(const Services& services, const platform::ServerGreeting& greeting) {
  const std::string url = services.platform.api_url.text();
  // Asked without a token: that it is missing is the answer of a platform that is well.
  const bool well =
      (greeting.status >= 200 && greeting.status < 300) || greeting.status == 401 || greeting.status == 403;
  if (well) return all_is_well("api", fmt::format("{} answers.", url));
  return doubtful("api", fmt::format("{} answers with status {}.", url, greeting.status),
                  greeting.status >= 500 || greeting.status == 429 ? "Try again in a while"
                                                                   : check_api_url(services.client));
}

std::string remedy_of(const Client& client, const Error& error) {
  switch (error.kind) {
  case ErrorKind::tls:
    return fmt::format("Name the certificate of your organization's authority: {}",
                       setting_name(client, "caFile", "--ca-file"));
  case ErrorKind::proxy:
    return fmt::format("Correct {} or the proxy variables", setting_name(client, "proxy", "--proxy"));
  case ErrorKind::timeout: return "Check the network, or whether a proxy is needed";
  default: return fmt::format("Check the network and {}", setting_name(client, "apiUrl", "--api-url"));
  }
}

std::optional<DoctorCheck> check_proxy(const Services& services, const Error* failure) {
  const settings::Setting<std::string>& set = services.machine.proxy;
  const auto proxy = http::proxy_in_use(services.platform.api_url.origin,
                                        set.is_set() ? std::optional(set.value) : std::nullopt);
  if (!proxy) return std::nullopt;
  const std::string shown = http::shown_proxy(*proxy);
  if (failure != nullptr && failure->kind == ErrorKind::proxy)
    return failing("proxy", {.kind = ErrorKind::proxy, .message = fmt::format("{} does not work.", shown)},
                   remedy_of(services.client, *failure));
  return all_is_well("proxy", fmt::format("{} is used.", shown));
}

bool holds_certificate(const std::string& file) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(file, failed)) return false; // a pipe would make us wait
  std::ifstream stream(file, std::ios::binary);
  std::string text(static_cast<std::size_t>(looked_at), '\0');
  stream.read(text.data(), looked_at);
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text.contains("-----BEGIN ") && text.contains("CERTIFICATE-----");
}

std::optional<DoctorCheck> check_ca_file(const Services& services) {
  const settings::Setting<std::string>& set = services.machine.ca_file;
  if (set.is_set()) {
    if (holds_certificate(set.value)) return all_is_well("caFile", fmt::format("{} is used.", set.value));
    return failing(
        "caFile",
        {.kind = ErrorKind::tls,
         .message = fmt::format("{} cannot be read, or holds no certificate.", set.value)},
        fmt::format("Name a file in PEM format: {}", setting_name(services.client, "caFile", "--ca-file")));
  }
  return std::nullopt;
}

std::optional<DoctorCheck> check_clock(const Services& services,
                                       const Result<platform::ServerGreeting>& reached) {
  if (!reached || !reached->server_time) return std::nullopt;
  const auto skew = services.clock.now() - *reached->server_time;
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(std::chrono::abs(skew)).count();
  if (std::chrono::abs(skew) <= tolerated_clock_skew)
    return all_is_well("clock", "This machine's clock agrees with the platform's.");
  return doubtful("clock",
                  fmt::format("This machine's clock is {} minutes {} the platform's.", minutes,
                              skew.count() > 0 ? "ahead of" : "behind"),
                  "Set this machine's clock");
}

} // namespace

Task<NetworkReport> check_network(const Services& services) {
  NetworkReport report;
  const auto reached = co_await within_limit(services.clock, services.background_api.reach());
  const Error* failure = reached ? nullptr : &reached.error();
  report.reachable = reached.has_value();
  report.checks.push_back(reached ? check_answer(services, *reached)
                                  : failing("api", *failure, remedy_of(services.client, *failure)));
  // What is not used, or not known, is no line.
  for (const std::optional<DoctorCheck>& check :
       std::array{check_proxy(services, failure), check_ca_file(services), check_clock(services, reached)})
    if (check) report.checks.push_back(*check);
  co_return report;
}

} // namespace unify_ls::commands
