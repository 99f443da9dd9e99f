#pragma once

#include "server/commands/verb.h"

#include <string>
#include <string_view>
#include <vector>

/// What the help and the manual page have in common.
namespace unify_ls::cli {

inline constexpr std::string_view program_summary = "Start CloudBees Unify workflows and follow their runs";

/// A term and what it means.
struct Entry {
  std::string term;
  std::string meaning;
};

/// "-i, --input NAME=VALUE"
std::string term_of(const commands::Flag& flag);

/// With the variable that says the same.
std::string meaning_of(const commands::Flag& flag);

/// "unify-ls run [FILE] [flags]"
std::string usage_of(const commands::Verb& verb);

/// What the exit codes of a verb mean; of all verbs together for null.
std::vector<Entry> exit_codes(const commands::Verb* verb);

/// The variables that count, those that flags say too among them.
std::vector<Entry> environment();

} // namespace unify_ls::cli
