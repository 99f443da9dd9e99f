#include "server/commands/confirmation.h"

#include "server/base/text.h"
#include "server/base/time.h"
#include "server/commands/digest.h"
#include "server/commands/questions.h"
#include "server/state/random_id.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace unify_ls::commands {
namespace {

using protocol::FormEntry;

constexpr std::size_t subject_limit = 72;
constexpr std::size_t summary_limit = 200;

constexpr char separator = '-';
constexpr std::string_view kind_separator = "+";

/// The parts of a confirmation's value, as they stand in it.
struct Parts {
  std::string_view time; ///< seconds since 1970
  std::string_view nonce;
  std::string_view kinds; ///< of warnings
  std::string_view digest;
};

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string digest_of(const RunRequest& request, const Parts& value) {
  std::vector<std::string_view> parts{value.time,
                                      value.nonce,
                                      value.kinds,
                                      request.run.origin,
                                      request.run.component.component_id,
                                      request.run.branch,
                                      request.run.commit,
                                      request.run.file};
  for (const workflow::SentInput& input : request.sent) {
    parts.push_back(input.name);
    parts.push_back(input.value);
  }
  return digest(parts);
}

bool is_in_time(std::string_view time, WallTime now) {
  long long count = 0;
  const auto [end, error] = std::from_chars(time.data(), time.data() + time.size(), count);
  if (error != std::errc{} || end != time.data() + time.size()) return false;
  // Whatever number a client made up: compared as it is, because a WallTime holds three centuries only.
  using std::chrono::seconds;
  const seconds latest = std::chrono::floor<seconds>(now).time_since_epoch();
  const seconds earliest = std::chrono::ceil<seconds>(now - confirmation_lifetime).time_since_epoch();
  return count <= latest.count() && count >= earliest.count();
}

std::string value_shown(const std::string& value, std::size_t limit = shown_value_limit) {
  return value.empty() ? "(empty)" : shown_apart(value, limit);
}

std::string question(const RunRequest& request) {
  std::string tail = request.warnings.empty() ? "?"
                                              : fmt::format("? ({} warning{})", request.warnings.size(),
                                                            request.warnings.size() == 1 ? "" : "s");
  std::string line =
      fmt::format("Run {} on {} of {}{}", escaped(request.run.file), escaped(request.run.branch),
                  escaped(shown_name(request.run.component)), tail);
  if (shortened(line, question_limit) == line) return line;
  // Each part keeps enough to be told apart; the details below have it whole.
  constexpr std::size_t part = 18;
  return fmt::format("Run {} on {} of {}{}", shortened(escaped(request.run.file), part),
                     shortened(escaped(request.run.branch), part),
                     shortened(escaped(shown_name(request.run.component)), part), tail);
}

/// Two components may have the same name and address, and then their organizations or at last their ids
/// differ.
std::string component_text(const state::ComponentRecord& component) {
  std::string text = shown(shown_name(component));
  const std::string& organization =
      component.organization_name.empty() ? component.organization_id : component.organization_name;
  if (!organization.empty()) text += fmt::format(" of {}", shown(organization));
  if (!component.name.empty()) text += fmt::format(" ({})", shown(component.component_id));
  if (!component.verified) text += ", not verified";
  return text;
}

std::string commit_line(const RunRequest& request, WallTime now) {
  if (request.run.commit.empty()) return "commit: not known here";
  std::string line = fmt::format("commit: {}", short_commit(request.run.commit));
  if (!request.subject.empty()) line += " " + shown(request.subject, subject_limit);
  if (request.fetched_at) line += fmt::format(" (fetched {})", relative_time(*request.fetched_at, now));
  return line;
}

std::string input_line(const RunRequest& request, const workflow::Input& declared) {
  const auto sent = std::ranges::find(request.sent, declared.name, &workflow::SentInput::name);
  if (sent == request.sent.end()) return fmt::format("{}: (left out)", shown(declared.name));
  return fmt::format("{}: {}{}", shown(declared.name), value_shown(sent->value),
                     sent->from_default ? " (default)" : "");
}

std::string inputs_summary(const RunRequest& request) {
  if (request.sent.empty()) return "without inputs";
  std::vector<std::string> parts;
  for (const workflow::SentInput& input : request.sent)
    parts.push_back(fmt::format("{}={}", shown(input.name, 40), value_shown(input.value, 40)));
  return shortened(fmt::format("{}", fmt::join(parts, ", ")), summary_limit);
}

} // namespace

std::string confirmation_value(const RunRequest& request, WallTime shown_at, std::string_view writer) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(shown_at.time_since_epoch()).count();
  const std::string time = fmt::format("{}", seconds);
  const std::string nonce = fmt::format("{}{}", writer, state::random_id());
  std::set<std::string_view> kinds;
  for (const RunWarning& warning : request.warnings) kinds.insert(name_of(warning.kind));
  const std::string joined = fmt::format("{}", fmt::join(kinds, kind_separator));
  return fmt::format("{}-{}-{}-{}", time, nonce, joined,
                     digest_of(request, {.time = time, .nonce = nonce, .kinds = joined, .digest = {}}));
}

std::optional<GivenConfirmation> read_confirmation(std::string_view value, const RunRequest& request,
                                                   WallTime now, std::string_view writer) {
  const std::vector<std::string_view> parts = split(value, separator);
  if (parts.size() != 4) return std::nullopt;
  const Parts read{.time = parts[0], .nonce = parts[1], .kinds = parts[2], .digest = parts[3]};
  if (!is_in_time(read.time, now) || read.digest != digest_of(request, read)) return std::nullopt;
  GivenConfirmation given{.value = std::string(value), .known_warnings = {}};
  for (const std::string_view kind : split(read.kinds, kind_separator.front()))
    given.known_warnings.emplace(kind);
  const bool all_known = std::ranges::all_of(
      request.warnings, [&](const RunWarning& warning) { return given.knew_of(warning.kind); });
  if (!all_known) return std::nullopt;
  if (given.knew_of(RunWarning::Kind::no_journal) && !read.nonce.starts_with(writer)) return std::nullopt;
  return given;
}

std::string confirmation_text(const RunRequest& request, WallTime now) {
  std::vector<std::string> lines{question(request)};
  lines.push_back(fmt::format("workflow: {}", shown(request.path)));
  lines.push_back(fmt::format("branch: {}", shown(request.run.branch)));
  if (!request.branch_note.empty()) lines.back() += fmt::format(" ({})", request.branch_note);
  lines.push_back("component: " + component_text(request.run.component));
  lines.push_back(commit_line(request, now));
  for (const workflow::Input& declared : request.declared) lines.push_back(input_line(request, declared));
  for (const RunWarning& warning : request.warnings) lines.push_back("warning: " + warning.text);
  return fmt::format("{}", fmt::join(lines, "\n"));
}

protocol::FormField confirmation_question(const RunRequest& request, WallTime now, std::string_view writer) {
  std::vector<FormEntry> entries{
      {confirmation_value(request, now, writer), fmt::format("Run: {}", inputs_summary(request))}};
  if (!request.declared.empty()) entries.push_back({std::string(change_inputs), "Change the inputs…"});
  const FormEntry cancel{std::string(cancel_run), "Cancel: start nothing"};
  const bool careful =
      request.warns_of(RunWarning::Kind::protected_branch) || request.warns_of(RunWarning::Kind::duplicate);
  entries.insert(careful ? entries.begin() : entries.end(), cancel);
  return {.id = "confirmed",
          .description = confirmation_text(request, now),
          .type = {.kind = "enum", .entries = std::move(entries)},
          .required = true};
}

} // namespace unify_ls::commands
