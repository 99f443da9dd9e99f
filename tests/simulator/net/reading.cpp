#include "tests/simulator/net/reading.h"

#include <fmt/format.h>

namespace unify_ls::simulator {
namespace {

constexpr std::uint32_t head_limit = 64 * 1024;
constexpr std::uint64_t body_limit = std::uint64_t{64} << 20U;

} // namespace

std::unique_ptr<Wire::Parser> new_parser() {
  auto parser = std::make_unique<Wire::Parser>();
  parser->header_limit(head_limit);
  parser->body_limit(body_limit);
  return parser;
}

Request request_from(const Wire::Parser& parser) {
  const auto& message = parser.get();
  Request request;
  request.method = message.method_string();
  set_target(request, message.target());
  for (const auto& field : message) {
    request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  }
  request.body = message.body();
  return request;
}

LogEntry log_entry_from(const Wire::Parser& parser, const Request& request) {
  LogEntry entry;
  entry.time = system_now();
  entry.method = request.method;
  entry.target = request.target;
  entry.path = request.path;
  entry.http_version = fmt::format("{}.{}", parser.get().version() / 10, parser.get().version() % 10);
  for (const Header& header : request.headers) entry.header_names.push_back(header.name);
  entry.content_type = request.header("Content-Type");
  entry.accept = request.header("Accept");
  entry.expect = request.header("Expect");
  entry.user_agent = request.header("User-Agent");
  entry.body_read = parser.is_done();
  entry.body = request.body;
  return entry;
}

} // namespace unify_ls::simulator
