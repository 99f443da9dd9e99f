#include "tests/simulator/platform/exchange.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace unify_ls::simulator {
namespace {

bool same_name(std::string_view left, std::string_view right) {
  return std::ranges::equal(
      left, right, [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

std::string decoded(std::string_view text, bool plus_is_space) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const char* digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      result += static_cast<char>(byte);
      i += 2;
    } else {
      result += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return result;
}

/// Calls `use` with each part of `text` between separators.
template <typename Use> void split(std::string_view text, char separator, Use use) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) use(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

bool is_default(const json::value& value) {
  switch (value.kind()) {
  case json::kind::null: return true;
  case json::kind::bool_: return !value.get_bool();
  case json::kind::int64: return value.get_int64() == 0;
  case json::kind::uint64: return value.get_uint64() == 0;
  case json::kind::double_: return value.get_double() == 0;
  case json::kind::string: return value.get_string().empty();
  case json::kind::array: return value.get_array().empty();
  case json::kind::object: return value.get_object().empty();
  }
  return false;
}

unsigned http_status(RpcCode code) {
  switch (code) {
  case RpcCode::invalid_argument: return 400;
  case RpcCode::not_found: return 404;
  case RpcCode::permission_denied: return 403;
  case RpcCode::resource_exhausted: return 429;
  case RpcCode::unimplemented: return 501;
  case RpcCode::unavailable: return 503;
  case RpcCode::unauthenticated: return 401;
  case RpcCode::internal:
  case RpcCode::unknown: return 500;
  }
  return 500;
}

} // namespace

std::string_view Request::header(std::string_view name) const {
  const auto found =
      std::ranges::find_if(headers, [&](const Header& header) { return same_name(header.name, name); });
  return found == headers.end() ? std::string_view{} : found->value;
}

std::string_view Request::parameter(std::string_view name) const {
  const auto found = std::ranges::find_if(query, [&](const auto& pair) { return pair.first == name; });
  return found == query.end() ? std::string_view{} : found->second;
}

void set_target(Request& request, std::string_view target) {
  request.target = target;
  const std::size_t mark = std::min(target.find('?'), target.size());
  request.path = target.substr(0, mark);
  request.query.clear();
  split(target.substr(std::min(mark + 1, target.size())), '&', [&](std::string_view pair) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    request.query.emplace_back(decoded(pair.substr(0, equals), true),
                               decoded(pair.substr(std::min(equals + 1, pair.size())), true));
  });
}

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  split(path, '/', [&](std::string_view segment) { segments.push_back(decoded(segment, false)); });
  return segments;
}

Answer json_answer(const json::value& body, unsigned status) {
  Answer answer;
  answer.status = status;
  answer.body = json::serialize(body);
  return answer;
}

Answer rpc_error(RpcCode code, std::string_view message) {
  json::object body;
  body["code"] = static_cast<int>(code);
  body["message"] = message;
  body["details"] = json::array();
  return json_answer(body, http_status(code));
}

Answer not_authorized() {
  json::object body;
  body["error"] = "you are not authorized to perform this action";
  return json_answer(body, 401);
}

json::object without_defaults(json::object object) {
  json::object kept;
  for (auto& member : object) {
    if (!is_default(member.value())) kept.emplace(member.key(), std::move(member.value()));
  }
  return kept;
}

} // namespace unify_ls::simulator
