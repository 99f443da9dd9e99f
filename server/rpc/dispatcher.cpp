#include "server/rpc/dispatcher.h"

namespace unify_ls::rpc {
namespace {

std::unexpected<protocol::ResponseError> error(int code, std::string message) {
  return std::unexpected(protocol::ResponseError{.code = code, .message = std::move(message)});
}

} // namespace

std::optional<Answer> Dispatcher::refusal_of(const protocol::Request& request) {
  const bool initialize = request.method == "initialize";
  switch (lifecycle_) {
  case Lifecycle::waiting_for_initialize:
    if (!initialize) return error(protocol::code::server_not_initialized, "send `initialize` first");
    break;
  case Lifecycle::running:
    if (initialize) return error(protocol::code::invalid_request, "`initialize` was sent already");
    break;
  case Lifecycle::shut_down:
    return error(protocol::code::invalid_request, "after `shutdown` only `exit` is understood");
  }
  if (!requests_.contains(request.method))
    return error(protocol::code::method_not_found, fmt::format("there is no method `{}`", request.method));
  return std::nullopt;
}

std::optional<Task<Answer>> Dispatcher::handle_request(const protocol::Request& request, Reply& reply) {
  // Some clients send it twice; the second one wants the same answer.
  if (request.method == "shutdown" && lifecycle_ != Lifecycle::waiting_for_initialize) {
    lifecycle_ = Lifecycle::shut_down;
    reply.answer(json::value(nullptr));
    return std::nullopt;
  }
  if (std::optional<Answer> refusal = refusal_of(request)) {
    reply.answer(*std::move(refusal));
    return std::nullopt;
  }
  if (request.method == "initialize") lifecycle_ = Lifecycle::running;
  return requests_.find(request.method)->second(request.params);
}

std::optional<std::string> Dispatcher::handle_notification(const protocol::Notification& notification) {
  if (notification.method == "exit") on_exit_();
  if (notification.method == "exit" || lifecycle_ != Lifecycle::running) return std::nullopt;
  const auto found = notifications_.find(notification.method);
  return found != notifications_.end() ? found->second(notification.params) : std::nullopt;
}

Task<Answer> Dispatcher::refuse(std::string message) {
  co_return error(protocol::code::invalid_params, std::move(message));
}

} // namespace unify_ls::rpc
