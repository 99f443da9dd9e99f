#include "server/base/text.h"
#include "server/base/time.h"
#include "server/cli/render.h"
#include "server/cli/table.h"
#include "server/commands/questions.h"
#include "server/commands/run_words.h"
#include "server/platform/run_status.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace unify_ls::cli {
namespace {

using commands::shown;

std::string age_of(const protocol::Run& run, WallTime now) {
  const std::optional<WallTime> time = parse_time(run.requestedAt);
  return time ? relative_time(*time, now) : "";
}

/// From its start, or the request for it, to its end, or now.
std::string duration_of(const protocol::Run& run, WallTime now) {
  const std::optional<WallTime> begun = parse_time(run.startedAt.value_or(run.requestedAt));
  const std::optional<WallTime> over = run.endedAt ? parse_time(*run.endedAt) : std::nullopt;
  if (!begun || (run.ended && !over) || (!run.status && !over)) return "";
  return duration_text(std::chrono::duration_cast<std::chrono::seconds>(over.value_or(now) - *begun));
}

std::string text_of(const boost::json::value& value) {
  const std::string text = value.is_string() ? std::string(value.get_string()) : protocol::to_text(value);
  return text.empty() ? "(empty)" : shown(text);
}

/// "version=1.4 environment=staging", cut where it would fill a line.
std::string inputs_in_line(const boost::json::object& inputs) {
  constexpr std::size_t limit = 48;
  std::string text;
  for (const auto& input : inputs)
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", shown(input.key()), text_of(input.value()));
  return shortened(text, limit);
}

std::string inputs_lines(const boost::json::object& inputs) {
  std::string text;
  for (const auto& input : inputs)
    text += fmt::format("  {}: {}\n", shown(input.key()), text_of(input.value()));
  return text;
}

std::string request_lines(const protocol::HttpRequest& request) {
  std::string text = fmt::format("{} {}\n", request.method, shown(request.url));
  for (const auto& [name, value] : request.headers) text += fmt::format("{}: {}\n", name, shown(value));
  return text + escaped(protocol::to_text(request.body)) + "\n";
}

} // namespace

std::string state_of(const protocol::Run& run) {
  return run.status ? shown(platform::word_for(*run.status)) : commands::state_word(run);
}

Tone tone_of(const protocol::Run& run) {
  if (!run.status) return run.outcome == "refused" ? Tone::bad : Tone::plain;
  switch (platform::mood_of(*run.status)) {
  case platform::Mood::good: return Tone::good;
  case platform::Mood::doubtful: return Tone::doubtful;
  case platform::Mood::bad: return Tone::bad;
  case platform::Mood::going:
  case platform::Mood::neutral: break;
  }
  return Tone::plain;
}

std::string runs_text(const protocol::RunList& list, const Style& style, WallTime now) {
  if (list.runs.empty()) return "No run was started from this folder yet.\n";
  std::vector<Row> rows{{{"STATE", Tone::faint},
                         {"TOOK", Tone::faint},
                         {"STARTED", Tone::faint},
                         {"WORKFLOW", Tone::faint},
                         {"BRANCH", Tone::faint},
                         {"ID", Tone::faint},
                         {"INPUTS", Tone::faint}}};
  for (const protocol::Run& run : list.runs)
    rows.push_back({{state_of(run), tone_of(run)},
                    {duration_of(run, now)},
                    {age_of(run, now)},
                    {shown(run.file), Tone::strong},
                    {shown(run.branch)},
                    {run.id, Tone::faint},
                    {inputs_in_line(run.inputs)}});
  return table_text(rows, style);
}

/// What a person calls the things of a kind.
std::string items_text(std::string_view title, const std::optional<boost::json::array>& items,
                       const Style& style) {
  if (!items || items->empty()) return "";
  std::string text = style.paint(Tone::strong, title) + "\n";
  for (const boost::json::value& item : *items) {
    std::vector<std::string> parts;
    for (const auto& member : item.as_object())
      if (member.value().is_string() && !member.value().get_string().empty())
        parts.push_back(shown(member.value().get_string()));
    text += fmt::format("  {}\n", fmt::join(parts, "  "));
  }
  return text;
}

std::string details_text(const protocol::RunDetails& details, const Style& style, WallTime now) {
  const protocol::Run& run = details.run;
  std::string text = change_text(run, style);
  std::vector<Row> rows{{{"component"}, {shown(run.component.name.value_or(run.component.componentId))}},
                        {{"started"}, {age_of(run, now)}},
                        {{"took"}, {duration_of(run, now)}},
                        {{"commit"}, {shown(run.commit.value_or(""))}},
                        {{"id"}, {run.id}},
                        {{"watch"}, {shown(run.runUrl.value_or(""))}}};
  std::erase_if(rows, [](const Row& row) { return row[1].text.empty(); });
  text += table_text(rows, style, 2) + inputs_lines(run.inputs);
  text += items_text("Artifacts", details.artifacts, style);
  text += items_text("Test results", details.testResults, style);
  text += items_text("Deployments", details.deployments, style);
  text += items_text("Evidence", details.evidences, style);
  for (const protocol::MissingDetails& missing :
       details.missing.value_or(std::vector<protocol::MissingDetails>{}))
    text +=
        style.paint(Tone::doubtful, fmt::format("No {}: {}", missing.what, printable(missing.why))) + "\n";
  return text;
}

std::string started_text(const protocol::RunStarted& started, const Style& style) {
  const std::string what = fmt::format("{} on {} of {}", shown(started.file), shown(started.branch),
                                       shown(started.component.name.value_or(started.component.componentId)));
  if (started.outcome == "dryRun")
    return fmt::format("Nothing was sent. {} would be started by:\n\n{}", what,
                       request_lines(started.request));
  std::string text =
      fmt::format("{} {}\n{}", style.paint(Tone::good, "Started"), what, inputs_lines(started.inputs));
  if (started.runUrl) text += shown(*started.runUrl) + "\n";
  if (started.notes)
    for (const std::string& note : *started.notes) text += style.paint(Tone::doubtful, shown(note)) + "\n";
  if (started.id) text += style.paint(Tone::faint, fmt::format("unify-ls follow {}", *started.id)) + "\n";
  return text;
}

std::string change_text(const protocol::Run& run, const Style& style) {
  const std::string reason = run.reason ? fmt::format(" ({})", shown(*run.reason)) : "";
  const std::string took = run.endedAt ? duration_of(run, {}) : "";
  return fmt::format("{} on {}: {}{}{}{}\n", shown(run.file), shown(run.branch),
                     style.paint(tone_of(run), state_of(run)), reason, took.empty() ? "" : " after ", took);
}

} // namespace unify_ls::cli
