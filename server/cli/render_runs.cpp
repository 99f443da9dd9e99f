#include "server/base/text.h"
#include "server/base/time.h"
#include "server/cli/render.h"
#include "server/cli/table.h"
#include "server/commands/questions.h"
#include "server/platform/run_status.h"

#include <fmt/format.h>

namespace unify_ls::cli {
namespace {

using commands::shown;

std::string age_of(const protocol::Run& run, WallTime now) {
  const std::optional<WallTime> time = parse_time(run.requestedAt);
  return time ? relative_time(*time, now) : "";
}

std::string inputs_lines(const boost::json::object& inputs) {
  std::string text;
  for (const auto& input : inputs) {
    const std::string value = input.value().is_string() ? std::string(input.value().get_string())
                                                        : protocol::to_text(input.value());
    text += fmt::format("  {}: {}\n", shown(input.key()), value.empty() ? "(empty)" : shown(value));
  }
  return text;
}

std::string request_lines(const protocol::HttpRequest& request) {
  std::string text = fmt::format("{} {}\n", request.method, shown(request.url));
  for (const auto& [name, value] : request.headers) text += fmt::format("{}: {}\n", name, shown(value));
  return text + escaped(protocol::to_text(request.body)) + "\n";
}

} // namespace

std::string state_of(const protocol::Run& run) {
  return run.status ? shown(platform::word_for(*run.status)) : run.outcome;
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
  std::vector<Row> rows;
  for (const protocol::Run& run : list.runs)
    rows.push_back({{state_of(run), tone_of(run)},
                    {age_of(run, now)},
                    {shown(run.file), Tone::strong},
                    {shown(run.branch)},
                    {run.id, Tone::faint}});
  return table_text(rows, style);
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
  return fmt::format("{} on {}: {}{}\n", shown(run.file), shown(run.branch),
                     style.paint(tone_of(run), state_of(run)), reason);
}

} // namespace unify_ls::cli
