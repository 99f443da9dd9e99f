#include "tests/simulator/faults/delivery.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace unify_ls::simulator {
namespace {

constexpr std::size_t block_bytes = std::size_t{64} << 10U;

WireAct send(std::string text, std::size_t times = 1) {
  return {.kind = WireAct::Kind::send, .text = std::move(text), .times = times, .duration = {}};
}

WireAct act(WireAct::Kind kind, std::chrono::milliseconds duration = {}) {
  return {.kind = kind, .text = {}, .times = 1, .duration = duration};
}

std::string_view reason(unsigned status) {
  switch (status) {
  case 200: return "OK";
  case 302: return "Found";
  case 307: return "Temporary Redirect";
  case 308: return "Permanent Redirect";
  case 400: return "Bad Request";
  case 401: return "Unauthorized";
  case 403: return "Forbidden";
  case 404: return "Not Found";
  case 409: return "Conflict";
  case 417: return "Expectation Failed";
  case 429: return "Too Many Requests";
  case 500: return "Internal Server Error";
  case 501: return "Not Implemented";
  case 502: return "Bad Gateway";
  case 503: return "Service Unavailable";
  case 504: return "Gateway Timeout";
  default: return "Status";
  }
}

/// The head of an answer; `framing` is the header line that says how long the body is, or nothing.
std::string head(const Answer& answer, std::string_view version, std::string_view framing, bool keep_alive) {
  std::string text = fmt::format("HTTP/{} {} {}\r\n", version, answer.status, reason(answer.status));
  if (!answer.content_type.empty()) text += fmt::format("Content-Type: {}\r\n", answer.content_type);
  for (const Header& header : answer.headers) text += fmt::format("{}: {}\r\n", header.name, header.value);
  text += framing;
  if (!keep_alive) text += "Connection: close\r\n";
  return text + "\r\n";
}

std::string length(std::size_t bytes) { return fmt::format("Content-Length: {}\r\n", bytes); }

std::string usual_head(const Answer& answer, bool keep_alive) {
  return head(answer, "1.1", length(answer.body.size()), keep_alive);
}

std::vector<WireAct> dripping(const Fault& fault, const std::string& text) {
  std::vector<WireAct> acts;
  for (std::size_t at = 0; at < text.size(); at += fault.bytes) {
    acts.push_back(send(text.substr(at, fault.bytes)));
    acts.push_back(act(WireAct::Kind::pause, fault.duration));
  }
  return acts;
}

/// Good JSON, too much of it.
std::vector<WireAct> huge(const Fault& fault, bool keep_alive) {
  constexpr std::string_view before = R"({"padding":")";
  constexpr std::string_view after = R"("})";
  const std::size_t blocks = fault.bytes / block_bytes;
  const std::size_t rest = fault.bytes % block_bytes;
  const std::string framing = length(before.size() + fault.bytes + after.size());
  return {send(head(fault.answer, "1.1", framing, keep_alive)), send(std::string(before)),
          send(std::string(block_bytes, 'x'), blocks), send(std::string(rest, 'x') + std::string(after))};
}

/// Silence in the middle of an answer. After a stall the rest follows.
std::vector<WireAct> interrupted(const Answer& answer, const Fault& fault, WireAct::Kind kind,
                                 bool keep_alive) {
  const std::size_t half = answer.body.size() / 2;
  std::vector<WireAct> acts = {send(usual_head(answer, keep_alive) + answer.body.substr(0, half)),
                               act(kind, fault.duration)};
  if (kind == WireAct::Kind::stall) acts.push_back(send(answer.body.substr(half)));
  return acts;
}

std::vector<WireAct> silent(const Answer& answer, const Fault& fault, WireAct::Kind kind, bool keep_alive) {
  if (fault.where == Where::mid_answer) return interrupted(answer, fault, kind, keep_alive);
  std::vector<WireAct> acts = {act(kind, fault.duration)};
  if (kind == WireAct::Kind::stall) acts.push_back(send(usual_head(answer, keep_alive) + answer.body));
  return acts;
}

} // namespace

bool makes_up_answer(const std::optional<Fault>& fault) { return fault && fault->kind <= FaultKind::raw; }

const Answer& shown_answer(const Answer& from_platform, const std::optional<Fault>& fault) {
  return makes_up_answer(fault) ? fault->answer : from_platform;
}

std::vector<WireAct> delivery(const Answer& from_platform, const std::optional<Fault>& fault,
                              bool keep_alive) {
  const Answer& answer = shown_answer(from_platform, fault);
  std::vector<WireAct> usual = {send(usual_head(answer, keep_alive) + answer.body)};
  if (!fault) return usual;
  switch (fault->kind) {
  case FaultKind::huge: return huge(*fault, keep_alive);
  case FaultKind::raw: return {send(fault->raw), act(WireAct::Kind::close)};
  case FaultKind::stall: return silent(answer, *fault, WireAct::Kind::stall, keep_alive);
  case FaultKind::drop: return silent(answer, *fault, WireAct::Kind::close, keep_alive);
  case FaultKind::reset: return silent(answer, *fault, WireAct::Kind::reset, keep_alive);
  case FaultKind::drip: return dripping(*fault, usual_head(answer, keep_alive) + answer.body);
  case FaultKind::wrong_length:
    return {send(head(answer, "1.1", length(answer.body.size() + fault->bytes), keep_alive) + answer.body),
            act(WireAct::Kind::close)};
  case FaultKind::bad_chunk:
    return {send(head(answer, "1.1", "Transfer-Encoding: chunked\r\n", keep_alive) + "zz\r\n" + answer.body +
                 "\r\n0\r\n\r\n"),
            act(WireAct::Kind::close)};
  case FaultKind::http10:
    return {send(head(answer, "1.0", "", true) + answer.body), act(WireAct::Kind::close)};
  default: return usual;
  }
}

} // namespace unify_ls::simulator
