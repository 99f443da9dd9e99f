#pragma once

#include "server/commands/table.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// All that the command line has: the verbs of the commands, those of the terminal alone, and the flags that
/// every verb takes.
namespace unify_ls::cli {

struct FlagGroup {
  std::string_view title;
  std::vector<commands::Flag> flags;
};

/// The settings and the log.
const std::vector<FlagGroup>& common_flags();

/// In the order in which help shows them.
const std::vector<const commands::Verb*>& verbs();

/// Null when there is none.
const commands::Verb* find_verb(std::string_view words);

/// What `token` begins: "token set", "token status"…; empty for a word that begins no other.
std::vector<std::string> verbs_below(std::string_view word);

std::string_view title_of(commands::VerbGroup group);

/// The longest name of a flag: "--input".
std::string_view long_name(const commands::Flag& flag);

/// The first word of a text, which is taken away from it; empty at its end.
std::string_view take_word(std::string_view& text);

/// "Did you mean `run`?" with what is near, or what similar tools call by that word, beginning with a blank;
/// empty when nothing is.
std::string did_you_mean(std::string_view wanted, std::span<const std::string> known);

} // namespace unify_ls::cli
