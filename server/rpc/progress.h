#pragma once

#include "server/base/clock.h"
#include "server/rpc/connection.h"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace unify_ls::rpc {

/// Reports closer together than this are dropped: an editor redraws for each.
inline constexpr std::chrono::milliseconds progress_interval{250};

class ProgressBoard;

/// One line of work-done progress in the editor. It began when this was made and ends when this is destroyed.
class Progress {
 public:
  Progress(ProgressBoard& board, json::value token);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  void report(std::string_view message);

 private:
  ProgressBoard& board_;
  json::value token_;
  SteadyTime last_report_{};
};

/// Makes progress and hears the person press cancel.
class ProgressBoard {
 public:
  ProgressBoard(Connection& connection, const Clock& clock) : connection_(connection), clock_(clock) {}

  /// Whether the client shows progress that the server begins (window.workDoneProgress).
  void set_supported(bool supported) { supported_ = supported; }

  /// With the client's own `token`, or with one that the client is asked to create. Null when it cannot show
  /// any. `cancelled` is called when the person presses cancel.
  Task<std::unique_ptr<Progress>> begin(std::string title, std::optional<json::value> token,
                                        std::function<void()> cancelled);

  /// window/workDoneProgress/cancel
  void cancel(const json::value& token);

 private:
  friend class Progress;
  void send(const json::value& token, json::object value);

  Connection& connection_;
  const Clock& clock_;
  bool supported_ = false;
  std::uint64_t next_ = 1;
  std::map<std::string, std::function<void()>> cancellable_; ///< by token as JSON text
};

} // namespace unify_ls::rpc
