#pragma once

#include "server/commands/verb.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// How shells complete a line. A small script asks the program itself, `unify-ls __complete WORD...`, so that
/// the tables of verbs and flags say what there is, and the repository what can be chosen.
namespace unify_ls::cli {

/// The script for bash, zsh or fish.
std::string completion_script(std::string_view shell);

/// What may stand in the place of a line's last word.
struct CompletionPoint {
  const commands::Verb* verb = nullptr;
  /// The flag whose value it is, or the operand; null where it is a flag or a verb itself.
  const commands::Flag* of = nullptr;
  std::string before{}; ///< what of the word stays as it is: "--branch="
  std::string word{};   ///< the rest of it, as far as it is typed
};

/// `words` are those after the program's name, the last of which is being typed.
CompletionPoint completion_point(std::span<const std::string> words);

struct Candidate {
  std::string value;
  std::string about{};
};

/// Verbs, or the flags of the verb: what the tables know by themselves.
std::vector<Candidate> known_candidates(const CompletionPoint& point);

/// One line each, value and meaning apart by a tab: those that begin as the word does, and that no control
/// character makes dangerous to print.
std::string candidates_text(const CompletionPoint& point, const std::vector<Candidate>& candidates);

} // namespace unify_ls::cli
