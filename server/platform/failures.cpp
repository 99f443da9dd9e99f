#include "server/platform/failures.h"

#include "server/base/text.h"
#include "server/platform/decode.h"

#include <fmt/format.h>

namespace unify_ls::platform {
namespace {

using http::Trouble;

struct Reading {
  ErrorKind kind;
  bool retryable;
  std::string message;
};

/// Without an answer. The sentences are for reads and triggers alike: they say what failed.
Reading reading_of(const http::Failure& failure, const std::string& host) {
  switch (failure.trouble) {
  case Trouble::token: return {ErrorKind::noToken, false, fmt::format("There is no token for {}.", host)};
  case Trouble::resolve:
    return {ErrorKind::network, true,
            fmt::format("The host {} is not known: check the network and the setting apiUrl.", host)};
  case Trouble::connect:
    return {ErrorKind::network, true,
            fmt::format("{} cannot be reached: check the network, or whether a proxy is needed.", host)};
  case Trouble::certificate:
    return {ErrorKind::tls, false,
            fmt::format(
                "The certificate of {} was not accepted: if your organization has its own authority, name "
                "its certificate in the setting caFile.",
                host)};
  case Trouble::ca_file:
    return {ErrorKind::tls, false,
            "The file of trusted certificates cannot be read: check the setting caFile."};
  case Trouble::tls:
    return {ErrorKind::tls, true,
            fmt::format("No secure connection to {} could be made: check the network and any proxy.", host)};
  case Trouble::proxy:
    if (failure.proxy_status == 407)
      return {
          ErrorKind::proxy, false,
          fmt::format("The proxy on the way to {} asks for a user and password: put them into the proxy's "
                      "address in the environment or the configuration file.",
                      host)};
    if (failure.proxy_status != 0)
      return {
          ErrorKind::proxy, failure.proxy_status >= 500,
          fmt::format("The proxy refused the way to {} (status {}): ask its operator, or change the setting "
                      "proxy.",
                      host, failure.proxy_status)};
    return {ErrorKind::proxy, true,
            fmt::format("The proxy on the way to {} cannot be reached: check the setting proxy and the proxy "
                        "variables.",
                        host)};
  case Trouble::timeout:
    return {ErrorKind::timeout, true,
            fmt::format("{} did not answer in time: try again, or raise requestTimeoutSeconds.", host)};
  case Trouble::too_large:
    return {ErrorKind::platform, false,
            fmt::format("The answer of {} is larger than 8 MiB and was not read: check the setting apiUrl.",
                        host)};
  case Trouble::broken:
    return {ErrorKind::network, true,
            fmt::format("The connection to {} ended before the answer was there: try again.", host)};
  }
  return {ErrorKind::network, true, fmt::format("{} cannot be reached: check the network.", host)};
}

Error error_from(Reading reading) {
  return {.kind = reading.kind, .message = std::move(reading.message), .retryable = reading.retryable};
}

std::string rate_message(const http::Response& response, const std::string& host) {
  if (response.retry_after && response.retry_after->count() > 0)
    return fmt::format("{} asks to slow down: try again in {} s.", host, response.retry_after->count());
  return fmt::format("{} asks to slow down: try again in a while.", host);
}

std::string redirect_message(const http::Response& response, const std::string& host) {
  if (response.redirect_host.empty())
    return fmt::format("{} sends elsewhere without saying where: check the setting apiUrl.", host);
  return fmt::format(
      "{} sends to {}, which is not followed, to keep the token safe: check the setting apiUrl.", host,
      response.redirect_host);
}

/// A 401, 403, 404 or 407: what reads and triggers have in common.
std::optional<Reading> reading_of_refusal(int status, const std::string& host, std::string_view subject) {
  switch (status) {
  case 401:
    return Reading{
        ErrorKind::tokenRejected, false,
        fmt::format("{} did not accept the token: it may have expired, so make a new one and store it.",
                    host)};
  case 403:
    return Reading{ErrorKind::forbidden, false,
                   fmt::format("{} does not let this token {}: ask for the right in Unify.", host,
                               subject == "run" ? "start this workflow" : "read this")};
  case 404:
    return Reading{
        ErrorKind::notFound, false,
        subject == "run"
            ? fmt::format("{} does not know this component, branch or workflow, or the token may not see "
                          "it: check them, and whether the branch has been pushed.",
                          host)
            : fmt::format("{} does not have what was asked for, or the token may not see it: check the "
                          "organization and the component.",
                          host)};
  case 407: return reading_of({.trouble = Trouble::proxy, .proxy_status = 407}, host);
  default: return std::nullopt;
  }
}

Reading reading_of(const http::Response& response, const std::string& host) {
  const int status = response.status;
  if (auto refusal = reading_of_refusal(status, host, "read")) return std::move(*refusal);
  if (asks_to_slow_down(status)) return {ErrorKind::rateLimited, true, rate_message(response, host)};
  if (status >= 300 && status < 400) return {ErrorKind::platform, false, redirect_message(response, host)};
  if (status >= 500)
    return {ErrorKind::platform, true,
            fmt::format("{} has a fault of its own (status {}): try again in a while.", host, status)};
  if (status >= 400)
    return {ErrorKind::platform, false,
            fmt::format("{} did not take the request (status {}): see what it says, and check the settings.",
                        host, status)};
  if (response.cut == Trouble::broken)
    return {ErrorKind::platform, true, fmt::format("The answer of {} broke off: try again.", host)};
  return reading_of({.trouble = response.cut.value_or(Trouble::broken)}, host);
}

Reading reading_of_refused_trigger(const http::Response& response, const std::string& host) {
  if (auto refusal = reading_of_refusal(response.status, host, "run")) return std::move(*refusal);
  if (response.status == 429) return {ErrorKind::rateLimited, true, rate_message(response, host)};
  return {ErrorKind::platform, false,
          fmt::format(
              "{} did not start the workflow (status {}): see what it says, then check inputs and branch.",
              host, response.status)};
}

Error with_answer(Error error, const http::Response& response) {
  error.http_status = response.status;
  error.platform_message = platform_message(response);
  return error;
}

TriggerOutcome refused(Error error) {
  return {.state = TriggerOutcome::State::refused, .error = std::move(error)};
}

TriggerOutcome unknown(std::string_view why) {
  return {.state = TriggerOutcome::State::unknown,
          .error =
              Error{.kind = ErrorKind::outcomeUnknown,
                    .message = fmt::format("It is unknown whether the run was started, because {}: look at "
                                           "the component's runs in Unify before starting it again.",
                                           why)}};
}

std::string why_unknown(const http::Failure& failure, const std::string& host) {
  switch (failure.trouble) {
  case Trouble::timeout: return fmt::format("{} did not answer in time", host);
  case Trouble::too_large: return fmt::format("the answer of {} was too large to read", host);
  default: return fmt::format("the connection to {} ended before an answer was there", host);
  }
}

std::string why_unknown(const http::Response& response, const std::string& host) {
  if (response.succeeded())
    return fmt::format("something on the way to {} answered in its place, such as a proxy's login page",
                       host);
  if (response.status < 400)
    return fmt::format("{} answered by sending elsewhere (status {})", host, response.status);
  return fmt::format("{} has a fault of its own (status {})", host, response.status);
}

TriggerOutcome unknown(const http::Response& response, const std::string& host) {
  TriggerOutcome outcome = unknown(why_unknown(response, host));
  outcome.error = with_answer(std::move(*outcome.error), response);
  return outcome;
}

/// A 2xx: the platform took it, unless it says that it did not, or did not answer itself.
TriggerOutcome accepted(const http::Response& response, const http::Origin& host) {
  const auto body = response.complete() ? safe_content(response) : std::nullopt;
  // An object that was cut or cannot be read was the platform's all the same, and so was an empty body.
  // Anything else was said by something on the way, such as the login page of a proxy.
  const std::string_view text = trimmed(response.body);
  if (!body && !text.empty() && !text.starts_with('{')) return unknown(response, host.place());
  const TriggerAnswer answer = body ? decode_trigger_answer(*body) : TriggerAnswer{};
  if (answer.refused) {
    Error error{.kind = ErrorKind::platform,
                .message =
                    fmt::format("{} did not start the workflow: see what it says, then check inputs and "
                                "branch.",
                                host.place())};
    return refused(with_answer(std::move(error), response));
  }
  return {.state = TriggerOutcome::State::started,
          .run_id = answer.run_id,
          .run_url = answer.run_url,
          .organization_id = answer.organization_id,
          .automation_id = answer.automation_id};
}

} // namespace

bool asks_to_slow_down(int status) { return status == 429 || status == 503 || status == 555; }

Error read_error(const http::Failure& failure, const http::Origin& host) {
  if (failure.token_error) return *failure.token_error;
  return error_from(reading_of(failure, host.place()));
}

Error read_error(const http::Response& response, const http::Origin& host) {
  return with_answer(error_from(reading_of(response, host.place())), response);
}

Error unusable_answer(const http::Origin& host) {
  return {.kind = ErrorKind::platform,
          .message =
              fmt::format("The answer of {} cannot be read: check the setting apiUrl, and whether something "
                          "on the way answers in its place.",
                          host.place())};
}

Error error_inside(const http::Response& response, const http::Origin& host) {
  Error error{.kind = ErrorKind::platform,
              .message = fmt::format("{} did not give what was asked for: see what it says, and check the "
                                     "organization and the component.",
                                     host.place())};
  return with_answer(std::move(error), response);
}

TriggerOutcome trigger_outcome(const http::Answer& answer, const http::Origin& host) {
  if (!answer) {
    if (answer.error().sent) return unknown(why_unknown(answer.error(), host.place()));
    return refused(read_error(answer.error(), host));
  }
  const http::Response& response = *answer;
  if (response.succeeded()) return accepted(response, host);
  if (response.status >= 400 && response.status < 500)
    return refused(with_answer(error_from(reading_of_refused_trigger(response, host.place())), response));
  return unknown(response, host.place());
}

} // namespace unify_ls::platform
