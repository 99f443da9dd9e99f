#pragma once

#include "protocol/json.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <variant>

/// JSON-RPC 2.0, as LSP uses it.
namespace unify_ls::protocol {

/// An integer or a string, echoed in the form received: 1 and "1" are two different ids.
class RequestId {
 public:
  RequestId(std::int64_t number) : value_(number) {}

  RequestId(std::string text) : value_(std::move(text)) {}

  json::value to_json() const;
  /// For logs and as a key: `1` and `"1"`.
  std::string shown() const;

  auto operator<=>(const RequestId&) const = default;

 private:
  std::variant<std::int64_t, std::string> value_;
};

struct Request {
  RequestId id;
  std::string method;
  json::value params;
};

struct Notification {
  std::string method;
  json::value params;
};

struct ResponseError {
  int code;
  std::string message;
  std::optional<json::value> data{};
};

/// A missing id is written as null: the answer to something whose id could not be read.
struct Response {
  std::optional<RequestId> id;
  std::expected<json::value, ResponseError> outcome;
};

using Message = std::variant<Request, Notification, Response>;

/// What is wrong with a body, as the error to answer with.
struct MessageFault {
  int code; ///< parse_error or invalid_request
  std::string message;
  std::optional<RequestId> id; ///< where it could be read
};

std::expected<Message, MessageFault> parse_message(std::string_view body);

std::string to_body(Message message);

} // namespace unify_ls::protocol
