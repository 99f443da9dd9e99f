#pragma once

#include "protocol/errors.h"
#include "protocol/json.h"
#include "server/rpc/connection.h"

#include <functional>
#include <map>
#include <string>

namespace unify_ls::rpc {

/// From the first message to the last.
enum class Lifecycle { waiting_for_initialize, running, shut_down };

/// Finds the handler of a method, reads its params into a struct, and keeps the order of life: nothing is
/// answered before `initialize` and nothing after `shutdown`. Handlers run side by side, each as a task of
/// its own; see Receiver for their order.
class Dispatcher final : public Receiver {
 public:
  /// `on_exit` is called by the `exit` notification.
  explicit Dispatcher(std::function<void()> on_exit) : on_exit_(std::move(on_exit)) {}

  template <class Params> void on_request(std::string method, std::function<Task<Answer>(Params)> handler) {
    requests_[std::move(method)] = [handler = std::move(handler)](const json::value& params) {
      return read_and_handle<Params>(handler, params);
    };
  }

  template <class Params> void on_notification(std::string method, std::function<void(Params)> handler) {
    notifications_[std::move(method)] =
        [handler = std::move(handler)](const json::value& params) -> std::optional<std::string> {
      auto read = protocol::read<Params>(params);
      if (!read) return read.error().message();
      handler(*std::move(read));
      return std::nullopt;
    };
  }

  Lifecycle lifecycle() const { return lifecycle_; }

  std::optional<Task<Answer>> handle_request(const protocol::Request& request, Reply& reply) override;
  std::optional<std::string> handle_notification(const protocol::Notification& notification) override;

 private:
  using RawHandler = std::function<Task<Answer>(const json::value&)>;
  using RawNotificationHandler = std::function<std::optional<std::string>(const json::value&)>;

  template <class Params>
  static Task<Answer> read_and_handle(const std::function<Task<Answer>(Params)>& handler,
                                      const json::value& params) {
    auto read = protocol::read<Params>(params);
    if (!read) return refuse(read.error().message());
    return handler(*std::move(read));
  }

  static Task<Answer> refuse(std::string message);

  std::optional<Answer> refusal_of(const protocol::Request& request);

  std::function<void()> on_exit_;
  Lifecycle lifecycle_ = Lifecycle::waiting_for_initialize;
  std::map<std::string, RawHandler, std::less<>> requests_;
  std::map<std::string, RawNotificationHandler, std::less<>> notifications_;
};

} // namespace unify_ls::rpc
