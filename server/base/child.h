#pragma once

#include "server/base/task.h"

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace unify_ls {

/// A program to run, said completely: nothing is inherited from us but what stands here.
struct ChildProgram {
  /// Absolute; never searched for.
  std::string path;
  /// Without the program's name.
  std::vector<std::string> arguments;
  /// "NAME=value", the whole environment.
  std::vector<std::string> environment;
  std::string directory = "/";
  /// Written to its stdin, which is then closed. The caller keeps it alive until the call returns.
  std::span<const char> input{};
  std::chrono::milliseconds deadline{10'000};
  /// Of stdout; stderr is kept to 64 KiB. Output is reserved at once up to 64 KiB, so that a small secret in
  /// it leaves no copies behind when the buffer grows.
  std::size_t output_limit = 8U << 20U;
};

enum class ChildEnd {
  exited,
  signalled,
  deadline,     ///< killed with its whole process group because the time was up
  output_limit, ///< killed because it wrote more than allowed
  not_started,  ///< there is no such program, or it may not be run
  no_room,      ///< the system gave no descriptor, process or memory for it; it was not started
};

struct ChildOutcome {
  ChildEnd end = ChildEnd::not_started;
  int exit_code = -1; ///< when it exited
  std::string output;
  std::string errors;

  bool succeeded() const { return end == ChildEnd::exited && exit_code == 0; }
};

/// Runs a program in a process group of its own and waits for its end on the loop. Cancelling kills the
/// group. The child gets default signal handling and no descriptor of ours but its three pipes. Nothing waits
/// for a child that was killed and does not go away (a disk or network share that hangs).
Task<ChildOutcome> run_child(ChildProgram program);

/// The first absolute entry of PATH that holds an executable `name`, or "". Relative entries are skipped: a
/// program in the working directory of a hostile repository must not run.
std::string find_program(std::string_view name);

} // namespace unify_ls
