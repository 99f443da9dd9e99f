#pragma once

#include "server/workflow/position.h"

#include <cstddef>
#include <set>
#include <string_view>
#include <vector>

namespace unify_ls::workflow {

/// Words by which scripts of one file may mean a variable; behind that many no more are looked for.
inline constexpr std::size_t max_script_words = 10'000;

/// Where a script has the name of a variable.
struct ScriptWord {
  Span span;  ///< of the name alone, in the script
  bool reads; ///< `$NAME` or `${NAME}`; else it may mean the variable, as in `export NAME`, or be a word only
};

/// Where a script has one of these names as a whole word, in its order. Expressions are passed over, and so
/// are comments and labels, `NAME: `, where they read nothing.
std::vector<ScriptWord> words_of_script(std::string_view script, std::string_view shell,
                                        const std::set<std::string_view>& names);

/// Whether all of a text is a name that a shell takes for a variable.
bool is_variable_name(std::string_view text);

} // namespace unify_ls::workflow
