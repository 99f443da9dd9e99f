#pragma once

#include "protocol/forms.h"
#include "server/base/error.h"
#include "server/base/task.h"
#include "server/commands/form.h"
#include "server/state/journal_run.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace unify_ls::commands {

/// What a command came to.
struct Outcome {
  json::value value;                          ///< its result on the wire
  std::string gist{};                         ///< the same in a sentence, for a client that shows no results
  bool shown = false;                         ///< the person has been told already
  std::optional<state::JournalRun> started{}; ///< the run that it started, for whoever follows it here
};

/// One call of a command.
struct Call {
  std::string command;
  json::value arguments; ///< the one object; null or an empty list for none
  std::vector<protocol::FormAnswer> answers{};
  std::optional<json::value> progress_token{};

  /// `background: true` in the arguments: nobody waits, so nothing is asked and no keyring prompts.
  bool background() const {
    const json::object* given = arguments.if_object();
    const json::value* background = given != nullptr ? given->if_contains("background") : nullptr;
    return background != nullptr && background->is_bool() && background->get_bool();
  }
};

/// How far a command came with what it was given.
struct Planned {
  /// Does it; empty while the form has questions.
  std::function<Task<Result<Outcome>>()> carry_out{};
  /// Answers without the questions, for a client that cannot be asked any; nothing when they are needed.
  std::function<Task<Result<std::optional<Outcome>>>()> unasked{};
  bool declined = false; ///< the person said no: that is a result
  /// The arguments that need no question any more, or say the same no; the same as given where nothing was
  /// asked.
  std::optional<json::object> complete{};
};

/// A command looks at its arguments and at the answers so far, and either is ready or has questions in the
/// form. It is called in every round and must do nothing before carry_out, save for remembering what a person
/// decided. The call outlives the task.
using Plan = std::function<Task<Result<Planned>>(const Call& call, Form& form)>;

/// The arguments as a struct; needs `Args` to be described. An error names the place.
template <class Args> Result<Args> read_args(const Call& call) {
  auto read = protocol::read<Args>(call.arguments);
  if (!read)
    return fail(ErrorKind::invalidInputs, "The argument cannot be read: " + read.error().message() + ".");
  return *std::move(read);
}

template <class T> json::object to_object(const T& value) { return protocol::write(value).as_object(); }

} // namespace unify_ls::commands
