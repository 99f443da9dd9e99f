#pragma once

#include "server/commands/verb.h"

#include <string>
#include <string_view>

/// What the tables of verbs and flags look like to a person. Pure.
namespace unify_ls::cli {

/// All verbs and the flags that each takes; with the first word of several ("token") only those.
std::string help_text(std::string_view word = {});

/// One verb: usage, flags, examples, exit codes, environment.
std::string help_text(const commands::Verb& verb);

/// The manual page, in roff.
std::string manual_page();

} // namespace unify_ls::cli
