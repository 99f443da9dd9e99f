#pragma once

#include "server/base/task.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace unify_ls::testing {

/// What the server does with a request: the bytes it writes back, as they are, and how it goes on.
struct Reply {
  enum class After {
    keep,  ///< waits for the next request on this connection
    close, ///< ends the connection in order
    reset, ///< tears the connection down
    stall, ///< does nothing any more, until the client goes away
  };
  std::string bytes;
  After after = After::keep;
};

/// A whole answer with a length.
Reply reply_with(int status, const std::string& body, const std::string& more_headers = {});

struct SeenRequest {
  int connection = 0; ///< counted from 1
  std::string head;   ///< request line and headers, as they came
  std::string body;
};

/// A TCP server on a free loopback port, on the loop of the test: it says byte for byte what it is told to,
/// which real servers cannot.
class ScriptedServer {
 public:
  using Script = std::function<Reply(const SeenRequest&)>;

  /// Must go before the loop does.
  ScriptedServer(asio::io_context& loop, Script script);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  /// "http://127.0.0.1:43210".
  std::string url() const;

  const std::vector<SeenRequest>& requests() const;
  int connections() const;

  /// Accepts and reads no more.
  void stop();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

} // namespace unify_ls::testing
