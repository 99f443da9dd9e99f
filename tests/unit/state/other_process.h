#pragma once

#include <functional>
#include <string>

namespace unify_ls::testing {

/// Another process that does something, says so, and then waits until it is killed.
class OtherProcess {
 public:
  /// Returns when `action` has run there. What it returns is handed over to `said`.
  explicit OtherProcess(const std::function<std::string()>& action);
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;

  ~OtherProcess() { kill(); }

  const std::string& said() const { return said_; }

  /// With SIGKILL, and waits for its end.
  void kill();

 private:
  int process_id_ = -1;
  std::string said_;
};

/// Runs `check` as a user whom file permissions stop, which they do not root.
void as_ordinary_user(const std::function<void()>& check);

} // namespace unify_ls::testing
