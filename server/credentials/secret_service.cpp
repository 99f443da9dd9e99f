#include "server/credentials/secret_service.h"

#include "server/base/origin.h"
#include "server/base/process.h"
#include "server/credentials/helper.h"
#include "server/credentials/key_values.h"
#include "server/credentials/pasted.h"
#include "server/secret-service/protocol.h"

#include <fmt/format.h>

#include <array>

namespace unify_ls::credentials {
namespace {

namespace word = secret_service::word;

/// One token and its key.
constexpr std::size_t answer_limit = longest_token + 1024;

constexpr std::string_view another_store = "or choose another store with the setting tokenStore";

struct Meaning {
  std::string_view word;
  StoreCondition condition;
  std::string_view detail;
  std::string_view advice;
};

constexpr std::array meanings{
    Meaning{word::no_library, StoreCondition::absent, "libsecret, which talks to keyrings, is not installed",
            "install it (in Debian the package libsecret-1-0),"},
    Meaning{word::locked, StoreCondition::locked, "The keyring is locked",
            "unlock it and try again (a token command that you start yourself asks for its password),"},
    Meaning{word::dismissed, StoreCondition::locked, "The keyring was not unlocked",
            "give its password when it asks,"},
    Meaning{word::no_bus, StoreCondition::absent,
            "There is no D-Bus session here, so no keyring can be reached",
            "start one, for example by logging in to the desktop,"},
    Meaning{word::no_service, StoreCondition::absent, "No keyring answers on the D-Bus session",
            "start one (gnome-keyring, KWallet or KeePassXC),"},
    Meaning{word::no_collection, StoreCondition::absent, "The keyring service has no default keyring",
            "create one (or open a database in KeePassXC),"},
};

Meaning meaning_of(std::string_view given) {
  for (const Meaning& meaning : meanings)
    if (meaning.word == given) return meaning;
  return {word::failed, StoreCondition::failed, "The keyring service answered with an error",
          "restart it and try again,"};
}

StoreState state_of(const Meaning& meaning) {
  StoreState state{meaning.condition, std::string(meaning.detail), std::string(meaning.advice)};
  if (state.advice.ends_with(',')) state.advice.append(" ").append(another_store);
  return state;
}

StoreState failed(std::string detail, std::string_view advice) {
  return {StoreCondition::failed, std::move(detail), fmt::format("{}, {}", advice, another_store)};
}

std::string_view interactive(Patience patience) { return patience == Patience::person ? "1" : "0"; }

bool says_not_found(const HelperOutcome& outcome) {
  return outcome.end == ChildEnd::exited && value_of(outcome.output, "error") == word::not_found;
}

} // namespace

std::string secret_service_program() {
  const std::string own = own_program_path();
  return own.substr(0, own.rfind('/') + 1) + std::string(secret_service::program_name);
}

Task<HelperOutcome> SecretService::run(std::string verb, std::string_view input, Patience patience) {
  std::vector<std::string> environment = helper_environment();
  for (std::string& variable : display_environment()) environment.push_back(std::move(variable));
  ChildProgram program{.path = options_.program,
                       .arguments = {std::move(verb)},
                       .environment = std::move(environment),
                       .input = input,
                       .deadline = options_.deadlines.of(patience),
                       .output_limit = answer_limit};
  ChildOutcome outcome = co_await run_child(std::move(program));
  co_return HelperOutcome(std::move(outcome));
}

StoreState SecretService::trouble(const HelperOutcome& outcome, Patience patience) const {
  switch (outcome.end) {
  case ChildEnd::not_started:
    return {StoreCondition::absent,
            fmt::format("The helper program {} is not beside unify-ls or cannot be started",
                        secret_service::program_name),
            fmt::format("install unify-ls again as a whole, {}", another_store)};
  case ChildEnd::no_room:
    return failed("The keyring could not be asked, because too many files or programs are open",
                  "close some, or raise the limit (`ulimit -n`)");
  case ChildEnd::deadline:
    return failed(fmt::format("The keyring did not answer within {} ms, and its helper was stopped",
                              options_.deadlines.of(patience).count()),
                  "restart the keyring and try again");
  case ChildEnd::signalled:
  case ChildEnd::output_limit:
    return failed("The keyring's helper program ended too early", "restart the keyring and try again");
  case ChildEnd::exited: break;
  }
  if (const auto given = value_of(outcome.output, "error")) return state_of(meaning_of(*given));
  return failed("The keyring's helper program gave no answer that makes sense",
                "install unify-ls again as a whole");
}

Task<Result<std::optional<Secret>>> SecretService::get(std::string_view origin, Patience patience) {
  const Result<OriginParts> exact = exact_origin(origin);
  if (!exact) co_return fail(exact.error());
  const WipedText request = key_value_lines({{"origin", origin}, {"interactive", interactive(patience)}});
  const HelperOutcome outcome = co_await run("get", request.text, patience);
  const std::optional<std::string_view> token = value_of(outcome.output, "token");
  if (outcome.succeeded() && token) co_return std::optional(Secret(*token));
  if (says_not_found(outcome)) co_return std::optional<Secret>();
  co_return fail(as_error(trouble(outcome, patience)));
}

Task<Result<void>> SecretService::put(std::string_view origin, const Secret& token, Patience patience) {
  const Result<OriginParts> exact = exact_origin(origin);
  if (!exact) co_return fail(exact.error());
  const WipedText request = key_value_lines(
      {{"origin", origin}, {"interactive", interactive(patience)}, {"token", token.reveal()}});
  const HelperOutcome outcome = co_await run("store", request.text, patience);
  if (outcome.succeeded()) co_return Result<void>();
  co_return fail(as_error(trouble(outcome, patience)));
}

Task<Result<bool>> SecretService::erase(std::string_view origin, Patience patience) {
  const Result<OriginParts> exact = exact_origin(origin);
  if (!exact) co_return fail(exact.error());
  const WipedText request = key_value_lines({{"origin", origin}, {"interactive", interactive(patience)}});
  const HelperOutcome outcome = co_await run("erase", request.text, patience);
  if (outcome.succeeded()) co_return true;
  if (says_not_found(outcome)) co_return false;
  co_return fail(as_error(trouble(outcome, patience)));
}

Task<StoreState> SecretService::state(Patience patience) {
  // Asking how a keyring is must not open a prompt, whoever asks.
  const HelperOutcome outcome = co_await run("state", "interactive=0\n", patience);
  if (outcome.succeeded() && value_of(outcome.output, "state") == word::usable)
    co_return StoreState{StoreCondition::usable, "The keyring is there and unlocked", ""};
  co_return trouble(outcome, patience);
}

} // namespace unify_ls::credentials
