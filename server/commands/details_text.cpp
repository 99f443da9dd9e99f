#include "server/commands/details_text.h"

#include "server/base/text.h"
#include "server/base/time.h"
#include "server/commands/markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace unify_ls::commands {
namespace {

namespace json = boost::json;

using markdown::code;
using markdown::prose;
using markdown::Table;

std::string input_text(const json::value& value) {
  return value.is_string() ? code(value.get_string()) : "(not kept: it may be a secret)";
}

/// "2027-01-15 08:00:00 UTC", from one of our own times.
std::string time_text(std::string_view time) {
  constexpr std::string_view shape = "2027-01-15T08:00:00Z";
  if (time.size() != shape.size()) return code(time);
  return fmt::format("{} {} UTC", time.substr(0, 10), time.substr(11, 8));
}

/// Empty while one of its two ends is not known.
std::string duration_of(const protocol::Run& run) {
  const std::optional<WallTime> start = run.startedAt ? parse_time(*run.startedAt) : std::nullopt;
  const std::optional<WallTime> end = run.endedAt ? parse_time(*run.endedAt) : std::nullopt;
  if (!start || !end || *end < *start) return "";
  return duration_text(std::chrono::duration_cast<std::chrono::seconds>(*end - *start));
}

std::string facts_of(const protocol::Run& run) {
  Table facts;
  facts.row("Component", prose(printable(run.component.name.value_or(run.component.componentId))));
  facts.row_if("Commit", run.commit);
  facts.row("Requested", time_text(run.requestedAt));
  if (run.startedAt) facts.row("Started", time_text(*run.startedAt));
  if (run.endedAt) facts.row("Ended", time_text(*run.endedAt));
  if (const std::string duration = duration_of(run); !duration.empty()) facts.row("Duration", duration);
  facts.row_if("Status in Unify", run.status);
  facts.row_if("Page", run.runUrl);
  facts.row_if("Run id", run.runId);
  if (run.component.name) facts.row("Component id", code(run.component.componentId));
  return facts.text("Run");
}

std::string inputs_of(const protocol::Run& run) {
  if (run.inputs.empty()) return "\nIt was started without inputs.\n";
  Table inputs;
  for (const auto& input : run.inputs) inputs.row(code(input.key()), input_text(input.value()));
  return inputs.text("Input");
}

/// One thing that hangs on a run: its texts on one line, a text of several lines below.
std::string item_text(const json::object& item) {
  std::string line;
  std::string content;
  for (const auto& member : item) {
    if (const json::object* inner = member.value().if_object()) {
      if (const json::value* name = inner->if_contains("name"); name != nullptr && name->is_string())
        line += fmt::format("{}{} {}", line.empty() ? "" : ", ", std::string_view(member.key()),
                            code(name->get_string()));
    } else if (member.key() == "content" && member.value().is_string()) {
      content = member.value().get_string();
    } else if (member.value().is_string()) {
      line += fmt::format("{}{} {}", line.empty() ? "" : ", ", std::string_view(member.key()),
                          code(member.value().get_string()));
    }
  }
  return fmt::format("* {}\n{}", line.empty() ? "(nothing is told of it)" : line,
                     content.empty() ? "" : "\n" + markdown::block(content));
}

/// One kind of thing that may hang on a run.
struct Kind {
  std::string_view name; ///< as on the wire
  std::string_view title;
  std::optional<json::array> protocol::RunDetails::* items;
};

constexpr std::array<Kind, 4> kinds{{
    {"artifacts", "Artifacts", &protocol::RunDetails::artifacts},
    {"testResults", "Test results", &protocol::RunDetails::testResults},
    {"deployments", "Deployments", &protocol::RunDetails::deployments},
    {"evidences", "Evidence", &protocol::RunDetails::evidences},
}};

std::string kind_text(std::string_view title, const json::array& items) {
  std::string text = fmt::format("\n## {}\n\n", title);
  for (const json::value& item : items)
    if (const json::object* object = item.if_object()) text += item_text(*object);
  return text;
}

std::string missing_text(const std::vector<protocol::MissingDetails>& missing) {
  std::string text = "\n## Not given by the platform\n\n";
  for (const protocol::MissingDetails& each : missing) {
    const auto* kind = std::ranges::find(kinds, each.what, &Kind::name);
    text += fmt::format("* {}: {}\n", kind == kinds.end() ? "more" : kind->title, prose(printable(each.why)));
  }
  return text;
}

} // namespace

std::string details_text(const protocol::RunDetails& details) {
  const protocol::Run& run = details.run;
  std::string text = fmt::format("# {} on {}\n\n**{}**", prose(printable(run.file)),
                                 prose(printable(run.branch)), run.state);
  for (const std::optional<std::string>& why : {run.reason, run.error})
    if (why) text += ": " + prose(printable(*why));
  text += "\n" + inputs_of(run) + facts_of(run);
  std::string nothing;
  for (const Kind& kind : kinds) {
    const std::optional<json::array>& items = details.*kind.items;
    if (!items) continue;
    if (items->empty())
      nothing += (nothing.empty() ? "" : ", ") + lower_ascii(kind.title);
    else
      text += kind_text(kind.title, *items);
  }
  if (!nothing.empty()) text += fmt::format("\nThe platform knows of none of these: {}.\n", nothing);
  if (details.missing) text += missing_text(*details.missing);
  return text + "\nLogs, approvals and cancelling are on the run's page in Unify: the platform publishes no "
                "way to them.\n";
}

} // namespace unify_ls::commands
