#include "server/commands/wire.h"

#include "server/base/text.h"
#include "server/base/time.h"
#include "server/commands/run_words.h"

#include <fmt/format.h>

namespace unify_ls::commands {
namespace {

namespace json = boost::json;

std::string_view severity_name(workflow::Severity severity) {
  switch (severity) {
  case workflow::Severity::error: return "error";
  case workflow::Severity::warning: return "warning";
  case workflow::Severity::information: return "information";
  case workflow::Severity::hint: return "hint"; // no problem of a listing is one
  }
  return "error";
}

protocol::Position to_wire(const workflow::Position& position, bool utf8_positions) {
  return {position.line, utf8_positions ? position.utf8 : position.utf16};
}

std::optional<std::string> time_text(const std::optional<WallTime>& time) {
  if (!time) return std::nullopt;
  return to_rfc3339(*time);
}

} // namespace

std::optional<std::string> if_known(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

protocol::Range to_wire(const workflow::Range& range, bool utf8_positions) {
  return {to_wire(range.start, utf8_positions), to_wire(range.end, utf8_positions)};
}

protocol::WorkflowProblem to_wire(const workflow::Problem& problem, bool utf8_positions) {
  protocol::WorkflowProblem wire{.message = printable(problem.message),
                                 .severity = std::string(severity_name(problem.severity))};
  if (problem.range) wire.range = to_wire(*problem.range, utf8_positions);
  return wire;
}

protocol::WorkflowInput to_wire(const workflow::Input& input) {
  protocol::WorkflowInput wire;
  wire.name = input.name;
  wire.type = workflow::name_of(input.type);
  if (input.description) wire.description = trimmed(printable(*input.description));
  wire.required = input.required;
  wire.default_ = input.default_text;
  if (input.type == workflow::InputType::choice) wire.options = input.options;
  return wire;
}

protocol::Component to_wire(const state::ComponentRecord& component) {
  return {.organizationId = if_known(component.organization_id),
          .componentId = component.component_id,
          .name = if_known(printable(component.name)),
          .repositoryUrl = if_known(printable(component.repository_url)),
          .verified = component.verified ? std::nullopt : std::optional(false)};
}

protocol::Run to_wire(const runs::Run& run) {
  protocol::Run wire;
  wire.id = run.id;
  wire.runId = if_known(run.run_id);
  wire.runUrl = if_known(run.run_url);
  wire.component = to_wire(run.component);
  wire.file = run.file;
  wire.branch = run.branch;
  wire.commit = if_known(run.commit);
  for (const runs::RunInput& input : run.inputs) {
    wire.inputs[input.name] = input.value ? json::value(json::string(*input.value)) : json::value(nullptr);
    wire.inputNames.push_back(input.name);
  }
  wire.requestedAt = to_rfc3339(run.requested_at);
  wire.outcome = runs::name_of(run.outcome);
  wire.status = if_known(printable(run.status));
  wire.reason = if_known(printable(run.reason));
  wire.startedAt = time_text(run.started_at);
  wire.endedAt = time_text(run.ended_at);
  wire.ended = run.ended;
  if (run.outcome == runs::RunOutcome::started && !run.ended) wire.following = runs::name_of(run.following);
  wire.state = state_word(wire);
  wire.mood = mood_word(wire);
  if (run.error) wire.error = printable(run.error->message);
  return wire;
}

protocol::HttpRequest to_wire(const platform::RequestPreview& request) {
  protocol::HttpRequest wire{.method = request.method, .url = request.url};
  for (const auto& [name, value] : request.headers) wire.headers[name] = value;
  if (auto body = protocol::parse_json(request.body)) wire.body = *std::move(body);
  return wire;
}

json::object to_wire(const std::vector<workflow::SentInput>& inputs) {
  json::object wire;
  for (const workflow::SentInput& input : inputs) wire[input.name] = input.value;
  return wire;
}

workflow::GivenValue given_value(const json::value& value) {
  switch (value.kind()) {
  case json::kind::null: return std::monostate{};
  case json::kind::bool_: return value.get_bool();
  case json::kind::int64: return value.get_int64();
  case json::kind::uint64: return value.get_uint64();
  case json::kind::double_: return value.get_double();
  case json::kind::string: return std::string(value.get_string());
  default: return protocol::to_text(value); // no input takes it, or it is text that somebody forgot to quote
  }
}

} // namespace unify_ls::commands
