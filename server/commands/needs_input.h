#pragma once

#include "server/commands/command.h"

namespace unify_ls::commands {

/// The failure of a call whose questions nobody can be asked: needsInput, naming what is missing and an
/// argument that would do; or invalidInputs where an argument is there but wrong.
Error needs_input(const Call& call, const Form& form);

/// needsInput for fields of a form, in the words of a person.
Error needs(std::vector<std::string> missing);

} // namespace unify_ls::commands
