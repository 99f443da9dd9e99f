#include "server/commands/failures.h"

#include "server/base/text.h"
#include "server/commands/names.h"

#include <boost/json/value_from.hpp>

namespace unify_ls::commands {
namespace {

namespace json = boost::json;

struct Remedy {
  std::string title;
  std::string_view command;
};

std::optional<Remedy> remedy_for(const Error& error) {
  switch (error.kind) {
  case ErrorKind::noToken: return Remedy{"Store a token", name::token_set};
  case ErrorKind::tokenRejected: return Remedy{"Store a new token", name::token_set};
  case ErrorKind::outcomeUnknown: return Remedy{"List the runs", name::run_list};
  case ErrorKind::network:
  case ErrorKind::tls:
  case ErrorKind::proxy:
  case ErrorKind::timeout: return Remedy{"Find the cause (doctor)", name::doctor};
  case ErrorKind::secretStore:
    // A locked keyring: this command may have it ask for its password, where what runs by itself may not.
    if (error.retryable) return Remedy{"Unlock it (show the token's state)", name::token_status};
    return Remedy{"Find the cause (doctor)", name::doctor};
  case ErrorKind::notFound:
  case ErrorKind::notManual: return Remedy{"List the workflows", name::workflows_list};
  default: return std::nullopt;
  }
}

/// Advice of the place where it failed is more exact than what the kind alone tells.
std::optional<Remedy> remedy_of(const Error& error) {
  std::optional<Remedy> remedy = remedy_for(error);
  if (!error.advice) return remedy;
  return Remedy{*error.advice, remedy ? remedy->command : name::doctor};
}

} // namespace

protocol::ResponseError to_wire(const Error& error) {
  json::object data{{"kind", protocol::name_of(error.kind)}, {"retryable", error.retryable}};
  if (error.http_status) data["httpStatus"] = *error.http_status;
  if (error.platform_message) data["platformMessage"] = *error.platform_message;
  if (!error.missing.empty()) data["missing"] = json::value_from(error.missing);
  if (!error.example.empty()) data["example"] = error.example;
  if (const std::optional<Remedy> remedy = remedy_of(error))
    data["remedy"] = json::object{{"title", printable(remedy->title)}, {"command", remedy->command}};
  return {
      .code = protocol::code::request_failed, .message = printable(error.message), .data = std::move(data)};
}

std::string remedy_text(const Error& error) {
  const std::optional<Remedy> remedy = remedy_of(error);
  return remedy ? printable(remedy->title) : "";
}

} // namespace unify_ls::commands
