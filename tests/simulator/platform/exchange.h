#pragma once

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace unify_ls::simulator {

namespace json = boost::json;

struct Header {
  std::string name;
  std::string value;
};

/// One request, read in full and taken apart. Plain data: no socket is behind it.
struct Request {
  std::string method;
  std::string target;                                     ///< as it stood in the request line
  std::string path;                                       ///< without the query, still encoded
  std::vector<std::pair<std::string, std::string>> query; ///< decoded, in order
  std::vector<Header> headers;
  std::string body;

  /// The first value of a header, whatever its case; empty when absent.
  std::string_view header(std::string_view name) const;
  /// The first value of a query parameter; empty when absent.
  std::string_view parameter(std::string_view name) const;
};

/// Fills in `target`, `path` and `query` from a request line's target.
void set_target(Request& request, std::string_view target);

/// The decoded segments of a path: `/v1/a%20b` is `v1`, `a b`.
std::vector<std::string> segments_of(std::string_view path);

struct Answer {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<Header> headers;
};

Answer json_answer(const json::value& body, unsigned status = 200);

/// The codes of google.rpc.Status that the platform's answers carry. They are not HTTP statuses.
enum class RpcCode {
  invalid_argument = 3,
  not_found = 5,
  permission_denied = 7,
  resource_exhausted = 8,
  unimplemented = 12,
  internal = 13,
  unavailable = 14,
  unauthenticated = 16,
  unknown = 2
};

/// `{"code": …, "message": …, "details": []}` with the HTTP status that a gRPC gateway maps the code to.
Answer rpc_error(RpcCode code, std::string_view message);

/// 401 in the other shape that was observed: `{"error": …}`.
Answer not_authorized();

/// Leaves out what a gRPC gateway leaves out: empty strings, false, 0, null, and empty lists and objects.
json::object without_defaults(json::object object);

} // namespace unify_ls::simulator
