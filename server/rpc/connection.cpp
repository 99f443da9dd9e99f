#include "server/rpc/connection.h"

#include "protocol/errors.h"
#include "protocol/json_writer.h"
#include "protocol/lsp.h"
#include "server/base/cancelled.h"
#include "server/base/turn.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <optional>

namespace unify_ls::rpc {
namespace {

using protocol::ResponseError;
namespace code = protocol::code;

std::unexpected<ResponseError> error(int number, std::string message) {
  return std::unexpected(ResponseError{.code = number, .message = std::move(message)});
}

long long milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start)
      .count();
}

/// A short answer is written in one go: nothing that came after its request is answered before it.
constexpr int pieces_at_once = 8;

/// Of a long list it takes more than a turn. Who cancels meanwhile is told all the same what was done.
Task<std::string> text_of(json::value value) {
  const auto executor = co_await asio::this_coro::executor;
  protocol::JsonWriter writer(value);
  for (int pieces = 1; writer.go_on(); ++pieces)
    if (pieces >= pieces_at_once && turn_is_over()) co_await asio::post(executor, asio::use_awaitable);
  co_return writer.take();
}

} // namespace

Reply::~Reply() {
  if (connection_ != nullptr)
    answer(error(code::internal_error, "the server gave no answer; this is a bug of its"));
}

void Reply::answer(Answer answer) {
  if (Connection* connection = std::exchange(connection_, nullptr))
    connection->finish(id_, std::move(answer));
}

void Reply::answer_with(const std::string& result) {
  if (Connection* connection = std::exchange(connection_, nullptr)) connection->finish_with(id_, result);
}

Connection::Connection(asio::io_context& loop, Log& log, TaskGroup& tasks, int input, int output)
    : loop_(loop),
      log_(log),
      tasks_(tasks),
      stdio_(loop, input, output) {}

Task<StreamEnd> Connection::run(Receiver& receiver) {
  while (true) {
    auto body = frames_.next();
    if (!body) {
      log_.error("the input cannot be read: {}", body.error());
      co_return StreamEnd::unreadable;
    }
    if (*body) {
      receive(**body, receiver);
      continue;
    }
    const std::string bytes = co_await stdio_.read();
    if (stdio_.is_broken()) co_return StreamEnd::unheard;
    if (bytes.empty()) co_return frames_.at_boundary() ? StreamEnd::clean : StreamEnd::unexpected;
    frames_.append(bytes);
  }
}

void Connection::receive(const std::string& body, Receiver& receiver) {
  auto message = protocol::parse_message(body);
  if (!message) {
    log_.warn("a message was refused: {}", message.error().message);
    send(protocol::Response{message.error().id, error(message.error().code, message.error().message)});
    return;
  }
  if (auto* request = std::get_if<protocol::Request>(&*message)) {
    receive_request(std::move(*request), receiver);
  } else if (auto* response = std::get_if<protocol::Response>(&*message)) {
    receive_response(std::move(*response));
  } else if (const auto& notification = std::get<protocol::Notification>(*message);
             notification.method == "$/cancelRequest") {
    cancel(notification.params);
  } else {
    log_.debug("notification {}", notification.method);
    if (const auto unreadable = receiver.handle_notification(notification))
      log_.warn("the notification {} was dropped: {}", notification.method, *unreadable);
  }
}

void Connection::receive_request(protocol::Request request, Receiver& receiver) {
  const std::string key = request.id.shown();
  if (in_flight_.contains(key)) {
    send(protocol::Response{request.id,
                            error(code::invalid_request, "a request with this id is unanswered yet")});
    return;
  }
  if (in_flight_.size() >= in_flight_limit) {
    send(protocol::Response{request.id,
                            error(code::invalid_request, "too many requests are unanswered; wait for some")});
    return;
  }
  in_flight_[key] = 0;
  Reply reply(*this, request.id);
  std::optional<Task<Answer>> task = receiver.handle_request(request, reply);
  if (!task) return;
  const std::string what = request.method;
  const TaskGroup::Id id = tasks_.spawn(what, work(std::move(request), std::move(reply), std::move(*task)));
  if (const auto found = in_flight_.find(key); found != in_flight_.end()) found->second = id;
}

Task<> Connection::work(protocol::Request request, Reply reply, Task<Answer> task) {
  const auto start = std::chrono::steady_clock::now();
  Answer answer;
  std::optional<std::string> result;
  try {
    answer = co_await std::move(task);
    co_await asio::this_coro::throw_if_cancelled(false);
    if (answer) result = co_await text_of(*std::move(answer));
  } catch (const std::exception& failure) {
    if (is_cancellation(std::current_exception())) {
      answer = error(code::request_cancelled, "cancelled");
    } else {
      log_.error("{}({}): {}", request.method, request.id.shown(), failure.what());
      answer = error(code::internal_error, "the server met a fault of its own; its log says more");
    }
  }
  log_.info("{}({}): {} in {} ms", request.method, request.id.shown(),
            answer ? "ok" : fmt::format("error {}", answer.error().code), milliseconds_since(start));
  if (result)
    reply.answer_with(*result);
  else
    reply.answer(std::move(answer));
}

void Connection::finish(const protocol::RequestId& id, Answer answer) {
  in_flight_.erase(id.shown());
  send(protocol::Response{id, std::move(answer)});
}

void Connection::finish_with(const protocol::RequestId& id, const std::string& result) {
  in_flight_.erase(id.shown());
  send_body(
      fmt::format(R"({{"jsonrpc":"2.0","id":{},"result":{}}})", protocol::to_text(id.to_json()), result));
}

void Connection::cancel(const json::value& params) {
  const auto read = protocol::read<protocol::CancelParams>(params);
  if (!read) {
    log_.warn("the notification $/cancelRequest was dropped: {}", read.error().message());
    return;
  }
  // An id that is unknown has been answered already: the answer wins.
  const auto found = in_flight_.find(protocol::to_text(read->id));
  if (found != in_flight_.end() && found->second != 0) tasks_.cancel(found->second);
}

void Connection::notify(std::string_view method, json::value params) {
  send(protocol::Notification{std::string(method), std::move(params)});
}

Task<Answer> Connection::call(std::string_view method, json::value params) {
  if (calls_.size() >= outgoing_calls_limit)
    receive_response(
        {calls_.begin()->first, error(code::internal_error, "too many questions are unanswered")});
  const std::int64_t id = next_call_++;
  const auto call = std::make_shared<Call>(std::nullopt, asio::steady_timer(loop_));
  call->arrived.expires_at(asio::steady_timer::time_point::max());
  calls_[id] = call;
  const auto forget = [this](const std::int64_t* known) { calls_.erase(*known); };
  const std::unique_ptr<const std::int64_t, decltype(forget)> forgotten(&id, forget);
  send(protocol::Request{id, std::string(method), std::move(params)});
  boost::system::error_code arrived;
  while (!call->answer) {
    co_await call->arrived.async_wait(asio::redirect_error(asio::use_awaitable, arrived));
  }
  co_return *std::move(call->answer);
}

void Connection::receive_response(protocol::Response response) {
  if (!response.id) return;
  for (auto found = calls_.begin(); found != calls_.end(); ++found) {
    if (protocol::RequestId(found->first) != *response.id) continue;
    found->second->answer = std::move(response.outcome);
    found->second->arrived.cancel();
    return;
  }
  log_.debug("an answer to the unknown request {}", response.id->shown());
}

void Connection::send(protocol::Message message) { send_body(protocol::to_body(std::move(message))); }

void Connection::send_body(const std::string& body) {
  if (!stdio_.write(protocol::frame(body))) log_.warn("the client does not read its messages");
}

} // namespace unify_ls::rpc
