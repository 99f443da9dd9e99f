#pragma once

#include "server/base/task.h"

#include <optional>
#include <string>
#include <string_view>

/// Our own process: what must be true of it before anything else happens. Everything that only one system has
/// is in the .cpp file.
namespace unify_ls {

/// First thing in main: descriptors 0 to 2 exist (a closed one would be given to the loop's own files), a
/// broken pipe is an error instead of a death, and no token can end in a core dump or be read by another
/// process of the user. `UNIFY_LS_DEBUGGABLE=1` leaves out the last.
void harden_process();

/// Writes everything, waiting where the descriptor is not ready. Gives up silently when nobody reads any
/// more.
void write_whole(int descriptor, std::string_view bytes);

/// A private copy of stdout, after which descriptor 1 is stderr: a stray print of any library cannot break
/// the wire.
int take_stdout();

/// Whether there is a process with this id that we can see. In a container or over a remote connection the
/// editor's id says nothing to us.
bool is_running(int process_id);

/// Returns when the process with this id has ended; at once when there is no such process. For the editor
/// that started us, which need not be our parent. Throws only on cancellation.
Task<> wait_for_end_of(int process_id);

/// Takes a variable out of our environment: overwrites its bytes where the kernel shows them, then unsets it.
/// `take` sees the value first. False when it is not set.
bool take_from_environment(const char* name, const std::function<void(std::string_view)>& take);

/// A variable of the environment; nothing when unset or empty.
std::optional<std::string> environment_variable(const char* name);

/// Whether a person sits at this descriptor.
bool is_terminal(int descriptor);

/// The absolute path of the running program; its helper program lives beside it.
std::string own_program_path();

} // namespace unify_ls
