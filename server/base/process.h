#pragma once

#include "server/base/task.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Our own process: what must be true of it before anything else happens. Everything that only one system has
/// is in the .cpp file.
namespace unify_ls {

/// First thing in main: descriptors 0 to 2 exist (a closed one would be given to the loop's own files;
/// writing to a stdout that was closed still fails), a broken pipe and a limit on the size of files are errors
/// instead of a death, and no token can end in a core dump or be read by another process of the user.
/// `UNIFY_LS_DEBUGGABLE=1` leaves out the last.
void harden_process();

/// Writes everything, waiting where the descriptor is not ready. False when it cannot, or nobody reads any
/// more.
bool write_whole(int descriptor, std::string_view bytes);

/// Text for people, to the program's own stdout and stderr, when they do not carry the protocol.
bool write_to_stdout(std::string_view text);
void write_to_stderr(std::string_view text);

/// The descriptor of a log file that is appended to; -1 when it cannot be opened, or is a pipe: its reader
/// could make us wait.
int open_log_file(const std::string& path);

/// For a log: what a slow reader does not take is dropped, and nothing waits for it.
void write_or_drop(int descriptor, std::string_view line);

/// The descriptor of stderr, for a log without a file.
int stderr_descriptor();

/// A private copy of stdin.
int take_stdin();

/// A private copy of stdout, after which descriptor 1 is stderr: a stray print of any library cannot break
/// the wire.
int take_stdout();

/// Whether there is a process with this id that we can see. In a container or over a remote connection the
/// editor's id says nothing to us.
bool is_running(int process_id);

/// Returns when the process with this id has ended; at once when there is no such process. For the editor
/// that started us, which need not be our parent. Throws only on cancellation.
Task<> wait_for_end_of(int process_id);

/// Takes a variable out of our environment: overwrites its bytes where the kernel shows them, those of a
/// second entry of that name too, then unsets it. `take` sees the value first. False when it is not set.
bool take_from_environment(const char* name, const std::function<void(std::string_view)>& take);

/// A variable of the environment; nothing when unset or empty.
std::optional<std::string> environment_variable(const char* name);

/// The signals by which the system or a person asks us to end.
std::vector<int> ending_signals();

/// Ends the process without destroying anything: for work that would not stop in time.
[[noreturn]] void leave_at_once(int exit_code);

/// Whether a person sits at our stdin.
bool stdin_is_terminal();

/// Whether a person sits at this descriptor.
bool is_terminal(int descriptor);

/// The absolute path of the running program; its helper program lives beside it.
std::string own_program_path();

} // namespace unify_ls
