#pragma once

#include "protocol/forms.h"
#include "server/base/error.h"
#include "server/base/task.h"
#include "server/commands/form.h"
#include "server/commands/wire_value.h"
#include "server/runs/run.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace unify_ls::commands {

struct Services;

/// What a command came to.
struct Outcome {
  WireValue value{};                  ///< its result
  std::string gist{};                 ///< the same in a sentence, for a client that shows no results
  bool shown = false;                 ///< the person has been told already
  std::optional<runs::Run> started{}; ///< the run that it started, for whoever follows it here
};

/// One call of a command.
struct Call {
  std::string command;   ///< a name of the table
  WireValue arguments{}; ///< the struct that this command takes
  std::vector<protocol::FormAnswer> answers{};
  std::optional<json::value> progress_token{};
  bool background = false; ///< nobody waits, so nothing is asked and no keyring prompts
};

/// How far a command came with what it was given.
struct Planned {
  /// Does it; empty while the form has questions.
  std::function<Task<Result<Outcome>>()> carry_out{};
  /// Answers without the questions, for a client that cannot be asked any; nothing when they are needed.
  std::function<Task<Result<std::optional<Outcome>>>()> unasked{};
  bool declined = false; ///< the person said no: that is a result
  /// The arguments that need no question any more, or say the same no; nothing where they are as given.
  std::optional<WireValue> complete{};
};

/// A command looks at its arguments and at the answers so far, and either is ready or has questions in the
/// form. It is called in every round and must do nothing before carry_out, save for remembering what a person
/// decided. All that it is given outlives the task, and what carries it out.
template <class Args>
using Plan = Task<Result<Planned>> (*)(const Services& services, const Args& args, const Call& call,
                                       Form& form);

} // namespace unify_ls::commands
