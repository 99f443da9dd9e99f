#include "tests/simulator/faults/fault.h"

#include "tests/simulator/faults/garbage.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace unify_ls::simulator {
namespace {

// 64 MiB: more than any client should be willing to hold.
constexpr std::uint32_t default_huge_bytes = 64 * 1024 * 1024;
constexpr std::uint32_t default_drip_milliseconds = 20;
constexpr std::uint32_t default_wrong_length_bytes = 10;

struct Kind {
  std::string_view name;
  FaultKind kind;
  Where where;
  bool acts;
};

constexpr std::array kinds = {
    Kind{"status", FaultKind::status, Where::request, false},
    Kind{"html", FaultKind::html, Where::request, false},
    Kind{"successFalse", FaultKind::success_false, Where::request, false},
    Kind{"garbage", FaultKind::garbage, Where::request, false},
    Kind{"empty", FaultKind::empty, Where::request, false},
    Kind{"huge", FaultKind::huge, Where::request, false},
    Kind{"redirect", FaultKind::redirect, Where::request, false},
    Kind{"raw", FaultKind::raw, Where::request, false},
    Kind{"stall", FaultKind::stall, Where::answer, true},
    Kind{"drop", FaultKind::drop, Where::answer, true},
    Kind{"reset", FaultKind::reset, Where::answer, true},
    Kind{"cutBody", FaultKind::drop, Where::mid_answer, true},
    Kind{"wrongLength", FaultKind::wrong_length, Where::answer, true},
    Kind{"badChunk", FaultKind::bad_chunk, Where::answer, true},
    Kind{"drip", FaultKind::drip, Where::answer, true},
    Kind{"http10", FaultKind::http10, Where::answer, true},
};

std::optional<Where> where_from(std::string_view text) {
  if (text == "connection") return Where::connection;
  if (text == "head") return Where::head;
  if (text == "request") return Where::request;
  if (text == "answer") return Where::answer;
  if (text == "midAnswer") return Where::mid_answer;
  return std::nullopt;
}

/// Silence can fall anywhere; a status can also refuse a body that was not sent yet (417 to `Expect`).
bool can_strike_at(FaultKind kind, Where where) {
  const bool silent = kind == FaultKind::stall || kind == FaultKind::drop || kind == FaultKind::reset;
  return silent || where == Where::request || where == Where::answer ||
         (kind == FaultKind::status && where == Where::head);
}

Answer error_of(unsigned status) {
  switch (status) {
  case 400: return rpc_error(RpcCode::invalid_argument, "invalid argument");
  case 401: return not_authorized();
  case 403: return rpc_error(RpcCode::permission_denied, "permission denied");
  case 404: return rpc_error(RpcCode::not_found, "not found");
  case 429: return rpc_error(RpcCode::resource_exhausted, "too many requests");
  case 503: return rpc_error(RpcCode::unavailable, "the service is unavailable");
  default: return rpc_error(RpcCode::internal, "something went wrong");
  }
}

void read_headers(Fields& fields, Answer& answer) {
  const json::value* value = fields.any("headers");
  if (!value) return;
  const json::object* headers = value->if_object();
  if (!headers) return fields.fail("headers", "must be an object of strings");
  for (const auto& header : *headers) {
    const json::string* text = header.value().if_string();
    if (!text) return fields.fail("headers", "must be an object of strings");
    answer.headers.push_back({std::string(header.key()), std::string(*text)});
  }
}

/// Members that every made-up answer takes: `status`, `body` (text, or JSON to be written), `contentType`,
/// `headers`.
void read_answer(Fields& fields, Answer& answer) {
  answer.status = fields.count("status").value_or(answer.status);
  if (const json::value* body = fields.any("body")) {
    answer.body = body->is_string() ? std::string(body->get_string()) : json::serialize(*body);
  }
  answer.content_type = fields.text("contentType", answer.content_type);
  read_headers(fields, answer);
}

Answer made_up(FaultKind kind, Fields& fields) {
  Answer answer;
  switch (kind) {
  case FaultKind::status: answer = error_of(fields.count("status").value_or(500)); break;
  case FaultKind::html:
    answer.content_type = "text/html; charset=utf-8";
    answer.body = "<!doctype html><html><body><h1>Sign in to the proxy</h1></body></html>\n";
    break;
  case FaultKind::success_false:
    answer.body = R"({"success":false,"errorMessage":"permission denied"})";
    break;
  case FaultKind::garbage:
    if (auto text = garbage(fields.text("flavour", "text"))) {
      answer.body = std::move(*text);
    } else {
      fields.fail("flavour", "must be one of " + garbage_flavours());
    }
    break;
  case FaultKind::redirect:
    answer.status = 302;
    answer.content_type.clear();
    answer.headers.push_back({"Location", fields.text("location", "https://elsewhere.invalid/")});
    break;
  default: break;
  }
  read_answer(fields, answer);
  return answer;
}

void read_details(Fields& fields, Fault& fault) {
  switch (fault.kind) {
  case FaultKind::status:
  case FaultKind::html:
  case FaultKind::success_false:
  case FaultKind::garbage:
  case FaultKind::empty:
  case FaultKind::redirect: fault.answer = made_up(fault.kind, fields); break;
  case FaultKind::huge: fault.bytes = fields.count("bytes").value_or(default_huge_bytes); break;
  case FaultKind::raw: fault.raw = fields.text("text"); break;
  case FaultKind::stall: fault.duration = std::chrono::milliseconds(fields.count("ms").value_or(0)); break;
  case FaultKind::wrong_length:
    fault.bytes = fields.count("bytes").value_or(default_wrong_length_bytes);
    break;
  case FaultKind::drip:
    fault.bytes = std::max<std::uint32_t>(fields.count("bytes").value_or(1), 1);
    fault.duration = std::chrono::milliseconds(fields.count("ms").value_or(default_drip_milliseconds));
    break;
  case FaultKind::drop:
  case FaultKind::reset:
  case FaultKind::bad_chunk:
  case FaultKind::http10: break;
  }
}

std::expected<Fault, std::string> fault_from(const json::value& value) {
  Fields fields(value, "fault");
  Fault fault;
  fault.name = fields.text("kind");
  const auto* known = std::ranges::find(kinds, std::string_view(fault.name), &Kind::name);
  if (known == kinds.end()) return std::unexpected(fmt::format("fault.kind \"{}\" is unknown.", fault.name));
  fault.kind = known->kind;
  fault.where = known->where;
  if (fields.has("where")) {
    const auto where = where_from(fields.text("where"));
    if (!where) return std::unexpected("fault.where must be connection, head, request, answer or midAnswer.");
    if (!can_strike_at(fault.kind, *where))
      return std::unexpected("fault.where is no place for this kind of fault.");
    fault.where = *where;
  }
  const bool silent_early = fault.where < Where::answer;
  fault.acts = fields.flag("acts", known->acts && !silent_early);
  read_details(fields, fault);
  if (const Checked checked = fields.finish(); !checked) return std::unexpected(checked.error());
  return fault;
}

} // namespace

std::expected<FaultRule, std::string> fault_rule_from(const json::value& value) {
  Fields fields(value, "rule");
  FaultRule rule;
  rule.method = fields.text("method");
  rule.path = fields.text("path");
  rule.only_reused_connections = fields.flag("onlyReusedConnections");
  rule.after = fields.count("after").value_or(0);
  rule.times = fields.count("times").value_or(1);
  const json::value* fault = fields.any("fault");
  if (const Checked checked = fields.finish(); !checked) return std::unexpected(checked.error());
  if (!fault) return std::unexpected("rule.fault is missing.");
  auto read = fault_from(*fault);
  if (!read) return std::unexpected(read.error());
  rule.fault = std::move(*read);
  return rule;
}

} // namespace unify_ls::simulator
