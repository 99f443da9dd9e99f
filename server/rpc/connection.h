#pragma once

#include "protocol/frame.h"
#include "protocol/message.h"
#include "server/base/log.h"
#include "server/base/task.h"
#include "server/rpc/stdio.h"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>

/// One JSON-RPC conversation: who asked what, and that each request gets exactly one answer.
namespace unify_ls::rpc {

namespace json = boost::json;

using Answer = std::expected<json::value, protocol::ResponseError>;

/// Requests of the client that may be unanswered at one time; further ones are refused.
inline constexpr std::size_t in_flight_limit = 16'384;

/// Our own requests that may wait for the client; the oldest is failed to make room, instead of leaking.
inline constexpr std::size_t outgoing_calls_limit = 100;

class Connection;

/// The right and the duty to answer one request. Destroyed unanswered, it answers with an internal error.
class Reply {
 public:
  Reply(Connection& connection, protocol::RequestId id) : connection_(&connection), id_(std::move(id)) {}

  Reply(Reply&& other) noexcept
      : connection_(std::exchange(other.connection_, nullptr)),
        id_(std::move(other.id_)) {}

  Reply& operator=(Reply&&) = delete;
  Reply(const Reply&) = delete;
  Reply& operator=(const Reply&) = delete;
  ~Reply();

  void answer(Answer answer);

  /// The same with a result that is JSON text already.
  void answer_with(const std::string& result);

 private:
  Connection* connection_;
  protocol::RequestId id_;
};

/// What a connection does with the client's messages.
class Receiver {
 public:
  virtual ~Receiver() = default;
  /// The work that answers a request; nothing when it was answered at once. Cancelled by $/cancelRequest. It
  /// has run up to where it first waits before the next message is looked at, because TaskGroup::spawn starts
  /// it inline: so what `initialize` says counts for the `initialized` behind it.
  virtual std::optional<Task<Answer>> handle_request(const protocol::Request& request, Reply& reply) = 0;
  /// Nothing, or why its params could not be read, so that it was dropped.
  virtual std::optional<std::string> handle_notification(const protocol::Notification& notification) = 0;
};

enum class StreamEnd {
  clean,      ///< between two messages
  unexpected, ///< inside a message
  unreadable, ///< a header that cannot be understood, so that no later message can be either
  unheard,    ///< the client does not read any more, so that no answer can reach it
};

class Connection {
 public:
  Connection(asio::io_context& loop, Log& log, TaskGroup& tasks, int input, int output);

  /// Reads and answers until the input ends. `receiver` outlives it.
  Task<StreamEnd> run(Receiver& receiver);

  /// Run once each, beside run(): writes what is queued, and notices when nobody reads it any more.
  Task<> pump() { return stdio_.pump(); }

  Task<> watch_reader() { return stdio_.watch_reader(); }

  /// Whether something was said that the client cannot have read.
  bool has_lost_messages() const { return stdio_.has_lost_bytes(); }

  Task<> flushed() { return stdio_.flushed(); }

  void notify(std::string_view method, json::value params);

  /// Asks the client. Never answered by a client that lacks the method, so ask only what its capabilities
  /// offer.
  Task<Answer> call(std::string_view method, json::value params);

 private:
  friend class Reply;

  struct Call {
    std::optional<Answer> answer;
    asio::steady_timer arrived;
  };

  void receive(const std::string& body, Receiver& receiver);
  void receive_request(protocol::Request request, Receiver& receiver);
  void receive_response(protocol::Response response);
  void cancel(const json::value& params);
  Task<> work(protocol::Request request, Reply reply, Task<Answer> task);
  void finish(const protocol::RequestId& id, Answer answer);
  void finish_with(const protocol::RequestId& id, const std::string& result);
  void send_body(const std::string& body);
  void send(protocol::Message message);

  asio::io_context& loop_;
  Log& log_;
  TaskGroup& tasks_;
  Stdio stdio_;
  protocol::FrameReader frames_;
  /// By id as shown, because 1 and "1" are different requests. 0 while the task has not been started.
  std::map<std::string, TaskGroup::Id> in_flight_;
  std::int64_t next_call_ = 1;
  std::map<std::int64_t, std::shared_ptr<Call>> calls_;
};

} // namespace unify_ls::rpc
