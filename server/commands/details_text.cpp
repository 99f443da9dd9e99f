#include "server/commands/details_text.h"

#include "server/base/text.h"
#include "server/base/time.h"
#include "server/commands/questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace unify_ls::commands {
namespace {

namespace json = boost::json;

constexpr std::size_t value_limit = 500;
constexpr std::size_t shortest_fence = 3;

std::size_t longest_run_of_backticks(std::string_view text) {
  std::size_t longest = 0;
  std::size_t length = 0;
  for (const char c : text) longest = std::max(longest, length = c == '`' ? length + 1 : 0);
  return longest;
}

/// In code nothing is Markdown, but for the bar of a table.
std::string code(std::string_view text) {
  if (text.empty()) return "(empty)";
  std::string cell;
  for (const char c : shown(text, value_limit)) cell += c == '|' ? std::string("\\|") : std::string(1, c);
  const std::string fence(longest_run_of_backticks(cell) + 1, '`');
  const std::string_view apart = cell.starts_with('`') || cell.ends_with('`') ? " " : "";
  return fmt::format("{0}{1}{2}{1}{0}", fence, apart, cell);
}

std::string block(std::string_view text) {
  const std::string fence(std::max(shortest_fence, longest_run_of_backticks(text) + 1), '`');
  return fmt::format("{0}\n{1}{2}{0}\n", fence, text, text.ends_with('\n') ? "" : "\n");
}

class Table {
 public:
  void row(std::string_view name, const std::string& cell) {
    rows_ += fmt::format("| {} | {} |\n", name, cell);
  }

  void row_if(std::string_view name, const std::optional<std::string>& value) {
    if (value) row(name, code(*value));
  }

  std::string text(std::string_view title) const {
    return rows_.empty() ? "" : fmt::format("\n| {} | |\n| --- | --- |\n{}", title, rows_);
  }

 private:
  std::string rows_;
};

std::string input_text(const json::value& value) {
  return value.is_string() ? code(value.get_string()) : "(not kept: it may be a secret)";
}

/// "2027-01-15 08:00:00 UTC", from one of our own times.
std::string time_text(std::string_view time) {
  constexpr std::string_view shape = "2027-01-15T08:00:00Z";
  if (time.size() != shape.size()) return code(time);
  return fmt::format("{} {} UTC", time.substr(0, 10), time.substr(11, 8));
}

/// "42 s", "3 min 20 s", "2 h 5 min".
std::string duration_text(const protocol::Run& run) {
  const std::optional<WallTime> start = run.startedAt ? parse_time(*run.startedAt) : std::nullopt;
  const std::optional<WallTime> end = run.endedAt ? parse_time(*run.endedAt) : std::nullopt;
  if (!start || !end || *end < *start) return "";
  const long long seconds = std::chrono::duration_cast<std::chrono::seconds>(*end - *start).count();
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{} min {} s", seconds / 60, seconds % 60);
  return fmt::format("{} h {} min", seconds / 3600, seconds / 60 % 60);
}

std::string facts_of(const protocol::Run& run) {
  Table facts;
  facts.row("Branch", code(run.branch));
  const std::string& id = run.component.componentId;
  facts.row("Component",
            run.component.name ? fmt::format("{} ({})", code(*run.component.name), code(id)) : code(id));
  facts.row_if("Commit", run.commit);
  facts.row("Requested", time_text(run.requestedAt));
  if (run.startedAt) facts.row("Started", time_text(*run.startedAt));
  if (run.endedAt) facts.row("Ended", time_text(*run.endedAt));
  if (const std::string duration = duration_text(run); !duration.empty()) facts.row("Duration", duration);
  facts.row_if("Platform's word", run.status);
  facts.row_if("Run", run.runId);
  facts.row_if("Page", run.runUrl);
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
                     content.empty() ? "" : "\n" + block(content));
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
    text += fmt::format("* {}: {}\n", kind == kinds.end() ? "more" : kind->title, code(each.why));
  }
  return text;
}

} // namespace

std::string details_text(const protocol::RunDetails& details) {
  const protocol::Run& run = details.run;
  std::string text = fmt::format("# {} on {}\n\n**{}**", code(run.file), code(run.branch), run.state);
  for (const std::optional<std::string>& why : {run.reason, run.error})
    if (why) text += ": " + code(*why);
  text += "\n" + facts_of(run) + inputs_of(run);
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
