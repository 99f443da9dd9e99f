#include "protocol/message.h"

#include "protocol/errors.h"

namespace unify_ls::protocol {
namespace {

template <class... Cases> struct Overloaded : Cases... {
  using Cases::operator()...;
};

std::optional<RequestId> read_id(const json::value& value) {
  if (value.is_int64()) return RequestId(value.get_int64());
  if (value.is_string()) return RequestId(std::string(value.get_string()));
  return std::nullopt;
}

ResponseError read_error(const json::value& value) {
  ResponseError error{.code = code::internal_error, .message = "the other side gave no reason"};
  const json::object* object = value.if_object();
  if (object == nullptr) return error;
  if (const json::value* number = object->if_contains("code"); number && number->is_int64())
    error.code = static_cast<int>(number->get_int64());
  if (const json::value* text = object->if_contains("message"); text && text->is_string())
    error.message = std::string(text->get_string());
  if (const json::value* data = object->if_contains("data")) error.data = *data;
  return error;
}

std::unexpected<MessageFault> invalid(std::string message, std::optional<RequestId> id = std::nullopt) {
  return std::unexpected(MessageFault{code::invalid_request, std::move(message), std::move(id)});
}

std::expected<Message, MessageFault> read_response(const json::object& object, const json::value& id) {
  const json::value* result = object.if_contains("result");
  const json::value* error = object.if_contains("error");
  // Some clients send `error: null` beside a result; that is a result.
  if (error != nullptr && !error->is_null())
    return Response{read_id(id), std::unexpected(read_error(*error))};
  if (result != nullptr) return Response{read_id(id), *result};
  return invalid("a message needs a method, a result or an error", read_id(id));
}

} // namespace

json::value RequestId::to_json() const {
  return std::visit(Overloaded{[](std::int64_t number) { return json::value(number); },
                               [](const std::string& text) { return json::value(json::string(text)); }},
                    value_);
}

std::string RequestId::shown() const { return to_text(to_json()); }

std::expected<Message, MessageFault> parse_message(std::string_view body) {
  auto parsed = parse_json(body);
  if (!parsed) return std::unexpected(MessageFault{code::parse_error, parsed.error(), std::nullopt});
  if (parsed->is_array()) return invalid("batches of messages are not part of LSP; send one message a frame");
  json::object* object = parsed->if_object();
  if (object == nullptr) return invalid("a message is a JSON object");

  const json::value* id = object->if_contains("id");
  const json::value* version = object->if_contains("jsonrpc");
  if (version == nullptr || *version != "2.0")
    return invalid("a message says `\"jsonrpc\": \"2.0\"`", id ? read_id(*id) : std::nullopt);
  const json::value* method = object->if_contains("method");
  if (method == nullptr) return read_response(*object, id ? *id : json::value());
  if (!method->is_string()) return invalid("the method is not a string", id ? read_id(*id) : std::nullopt);

  json::value params;
  if (json::value* given = object->if_contains("params")) params = std::move(*given);
  if (!params.is_null() && !params.is_object() && !params.is_array())
    return invalid("params are an object or a list", id ? read_id(*id) : std::nullopt);
  if (id == nullptr) return Notification{std::string(method->get_string()), std::move(params)};
  std::optional<RequestId> known = read_id(*id);
  if (!known) return invalid("an id is a whole number or a string");
  return Request{*std::move(known), std::string(method->get_string()), std::move(params)};
}

std::string to_body(Message message) {
  json::object object{{"jsonrpc", "2.0"}};
  std::visit(Overloaded{[&](Request& request) {
                          object["id"] = request.id.to_json();
                          object["method"] = request.method;
                          if (!request.params.is_null()) object["params"] = std::move(request.params);
                        },
                        [&](Notification& notification) {
                          object["method"] = notification.method;
                          if (!notification.params.is_null())
                            object["params"] = std::move(notification.params);
                        },
                        [&](Response& response) {
                          object["id"] = response.id ? response.id->to_json() : json::value(nullptr);
                          if (response.outcome) {
                            object["result"] = *std::move(response.outcome);
                            return;
                          }
                          ResponseError& error = response.outcome.error();
                          json::object shown{{"code", error.code}, {"message", error.message}};
                          if (error.data) shown["data"] = *std::move(error.data);
                          object["error"] = std::move(shown);
                        }},
             message);
  return to_text(std::move(object)); // a copy of a long list is not free
}

} // namespace unify_ls::protocol
