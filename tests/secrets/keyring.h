#pragma once

#include "tests/unit/credentials/sandbox.h"

#include <string>
#include <vector>

namespace unify_ls::testing {

/// Runs a program to its end in this environment and gives its stdout. Throws when it fails.
std::string run_program(const std::string& name, std::vector<std::string> arguments,
                        std::string_view input = {});

/// A real gnome-keyring on the session's bus, with a HOME of its own. One at a time.
class Keyring {
 public:
  Keyring() = default;
  Keyring(const Keyring&) = delete;
  Keyring& operator=(const Keyring&) = delete;
  ~Keyring();

  /// Starts it with its default keyring open; a new keyring gets this password, a wrong one leaves it locked.
  void start_unlocked(const std::string& password = "testpass");

  /// Starts it as a session without a login does: a keyring that exists is locked, and none is made.
  void start_locked();

  void stop();

  /// Locks the open keyring while it runs.
  void lock() const;

  /// It stops answering, as a hung service does, until `thaw`.
  void freeze() const;
  void thaw() const;

 private:
  void start(std::vector<std::string> arguments, std::string_view input);

  Sandbox home_;
  int process_id_ = 0;
};

} // namespace unify_ls::testing
