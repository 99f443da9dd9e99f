#include "server/runs/journal_rows.h"

#include "server/base/text.h"
#include "server/state/database_time.h"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

namespace unify_ls::runs {
namespace {

namespace json = boost::json;
using state::Presence;
using state::Statement;

/// The kind of this name. Tries all kinds until name_of falls back to `platform`, which is also what a kind
/// of a newer version reads as.
ErrorKind error_kind_from(std::string_view name) {
  for (int i = 0;; ++i) {
    const auto kind = static_cast<ErrorKind>(i);
    const std::string_view known = protocol::name_of(kind);
    if (known == name) return kind;
    if (known == protocol::name_of(ErrorKind::platform) && kind != ErrorKind::platform)
      return ErrorKind::platform;
  }
}

std::optional<Error> read_error(const Statement& row, int kind_column, int message_column) {
  const std::string kind = row.text(kind_column);
  if (kind.empty()) return std::nullopt;
  return Error{.kind = error_kind_from(kind), .message = row.text(message_column)};
}

std::optional<std::string> optional_text(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

std::vector<RunInput> sorted_by_name(std::vector<RunInput> inputs) {
  std::ranges::sort(inputs, {}, &RunInput::name);
  return inputs;
}

Following following_of(const Run& run, const std::string& follower, const Presence& presence) {
  if (run.ended) return Following::off;
  if (!run.following_lost.empty()) return Following::lost;
  if (follower.empty() || !presence.lives(follower)) return Following::off;
  return follower == presence.id() ? Following::here : Following::elsewhere;
}

void mark_abandoned(Run& run) {
  run.outcome = RunOutcome::unknown;
  if (run.error) return;
  run.error = {.kind = ErrorKind::outcomeUnknown,
               .message =
                   "unify-ls ended before the answer came; look in Unify whether the run was started."};
}

} // namespace

Run read_run(const Statement& row, const Presence& presence, int first_column) {
  int next = first_column;
  const auto text = [&] { return row.text(next++); };
  Run run{
      .id = text(),
      .origin = text(),
      .folder = text(),
      .component = {.organization_id = text(),
                    .component_id = text(),
                    .name = text(),
                    .repository_url = text()},
      .file = text(),
      .branch = text(),
      .commit = text(),
      .inputs = decode_inputs(text()),
      .requested_at = state::from_milliseconds(row.integer(next++)),
      .confirmation = optional_text(text()),
  };
  const std::string writer = text();
  run.outcome = run_outcome_from(text()).value_or(RunOutcome::unknown);
  run.run_id = text();
  run.run_url = text();
  run.status = text();
  run.started_at = state::optional_time(row, next++);
  run.ended_at = state::optional_time(row, next++);
  run.ended = row.integer(next++) != 0;
  run.error = read_error(row, next, next + 1);
  run.reason = row.text(next + 2);
  run.following_lost = row.text(next + 4);
  run.following = following_of(run, row.text(next + 3), presence);
  if (run.outcome == RunOutcome::sending && !presence.lives(writer)) mark_abandoned(run);
  return run;
}

Result<std::vector<Run>> read_runs(Statement& rows, const Presence& presence) {
  std::vector<Run> runs;
  for (;;) {
    const auto row = rows.step();
    if (!row) return fail(row.error());
    if (!*row) return runs;
    runs.push_back(read_run(rows, presence));
  }
}

bool is_same_run(const Run& one, const Run& other) {
  return one.origin == other.origin && one.component.component_id == other.component.component_id &&
         one.branch == other.branch && one.file == other.file &&
         encode_inputs(sorted_by_name(one.inputs)) == encode_inputs(sorted_by_name(other.inputs));
}

std::string encode_inputs(const std::vector<RunInput>& inputs) {
  json::array pairs;
  for (const auto& [name, value] : inputs) {
    json::array pair{json::string(repair_utf8(name))};
    pair.push_back(value ? json::value(repair_utf8(*value)) : json::value(nullptr));
    pairs.emplace_back(std::move(pair));
  }
  return json::serialize(pairs);
}

std::vector<RunInput> decode_inputs(std::string_view text) {
  boost::system::error_code error;
  const json::value parsed = json::parse(text, error);
  std::vector<RunInput> inputs;
  if (error || !parsed.is_array()) return inputs;
  for (const json::value& entry : parsed.get_array()) {
    const json::array* pair = entry.if_array();
    if (pair == nullptr || pair->size() != 2 || !(*pair)[0].is_string()) continue;
    RunInput input{.name = std::string((*pair)[0].get_string()), .value = std::nullopt};
    if (const json::string* value = (*pair)[1].if_string()) input.value = std::string(*value);
    inputs.push_back(std::move(input));
  }
  return inputs;
}

} // namespace unify_ls::runs
