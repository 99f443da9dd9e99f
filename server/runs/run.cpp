#include "server/runs/run.h"

#include "server/base/text.h"
#include "server/platform/run_status.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace unify_ls::runs {
namespace {

constexpr std::array<std::pair<RunOutcome, std::string_view>, 4> outcome_names = {{
    {RunOutcome::sending, "sending"},
    {RunOutcome::started, "started"},
    {RunOutcome::refused, "refused"},
    {RunOutcome::unknown, "unknown"},
}};

/// Too many are better than too few: a value withheld without need costs a question, one written down may
/// cost a password.
bool speaks_of_a_secret(std::string_view text) {
  constexpr std::array<std::string_view, 13> words = {
      "secret", "token",       "passw",      "passphrase", "pwd",        "credential", "api key",
      "apikey", "private key", "privatekey", "ssh key",    "access key", "signing key"};
  std::string lower = lower_ascii(text);
  std::ranges::replace_if(lower, [](char c) { return std::string_view("-_.").contains(c); }, ' ');
  return std::ranges::any_of(words, [&](std::string_view word) { return lower.contains(word); });
}

/// `deploy-key`, `sshKey`; some are no secrets, as `cache-key`.
bool names_a_key(std::string_view name) {
  const std::string lower = lower_ascii(name);
  return lower.ends_with("key") || lower.ends_with("keys");
}

} // namespace

std::string_view name_of(Following following) {
  switch (following) {
  case Following::off: return "off";
  case Following::here: return "here";
  case Following::elsewhere: return "elsewhere";
  case Following::lost: return "lost";
  }
  return "off";
}

std::string_view name_of(RunOutcome outcome) {
  for (const auto& [value, name] : outcome_names)
    if (value == outcome) return name;
  return "unknown";
}

std::optional<RunOutcome> run_outcome_from(std::string_view name) {
  for (const auto& [value, known] : outcome_names)
    if (known == name) return value;
  return std::nullopt;
}

RunInput remembered_input(std::string name, std::string value, std::string_view description) {
  if (speaks_of_a_secret(name) || names_a_key(name) || speaks_of_a_secret(description))
    return {.name = std::move(name), .value = std::nullopt};
  return {.name = std::move(name), .value = std::move(value)};
}

std::string_view why_without_id(const Run& run) {
  return run.outcome == RunOutcome::refused ? "it was not started." : "the platform gave no id for it.";
}

std::string state_and_reason(const Run& run) {
  if (run.outcome == RunOutcome::refused) return "not started";
  if (run.outcome == RunOutcome::sending) return "starting";
  if (run.status.empty()) return std::string(name_of(run.outcome));
  const std::string word = platform::word_for(run.status);
  return run.reason.empty() ? word : printable(fmt::format("{} ({})", word, run.reason));
}

std::string end_sentence(const Followed& followed) {
  const Run& run = followed.run;
  const std::string what = fmt::format("{} on {}", run.file, run.branch);
  const std::string where = run.run_url.empty() ? "" : " " + run.run_url;
  if (followed.end == FollowEnd::run_ended)
    return printable(fmt::format("{}: {}.{}", what, state_and_reason(run), where));
  return printable(fmt::format("The run of {} cannot be followed here: {}{}", what,
                               followed.error ? followed.error->message : "it took too long.", where));
}

} // namespace unify_ls::runs
