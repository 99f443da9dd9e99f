#pragma once

#include "server/base/task.h"

#include <chrono>

/// The loop's turns. A turn is what happens between two looks at what has become ready: during one no cancel,
/// no signal and no end of input is heard. So work whose size is not ours to say is done in pieces, with
/// `co_await give_way()` between them.
namespace unify_ls {

/// When a turn has taken this long, whoever gives way hands the loop back. One more piece may follow before
/// somebody asks, so that this is far less than what a turn may take.
inline constexpr std::chrono::milliseconds turn_slice{2};

/// What a turn may take, whatever a repository holds.
inline constexpr std::chrono::milliseconds turn_limit{10};

/// Whether this turn has taken its slice. For tight loops, where a task for each step would cost too much.
bool turn_is_over();

/// Hands the loop back. Throws operation_aborted when the task was cancelled.
Task<> next_turn();

/// next_turn() where this one has taken its slice.
Task<> give_way();

/// The longest turn of this thread's loop that is over.
std::chrono::microseconds longest_turn();

/// For who runs the loop; both log at level debug. The first, called after each handler, tells a turn longer
/// than turn_limit and than all before; the second, at the end, the longest.
void tell_long_turn(Log& log);
void tell_longest_turn(Log& log);

/// For the loop itself, which asio.cpp makes call them.
void turn_begins();
void turn_ends();

} // namespace unify_ls
