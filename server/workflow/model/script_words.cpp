#include "server/workflow/model/script_words.h"

#include <algorithm>
#include <array>

namespace unify_ls::workflow {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_'; }

/// Whether `$NAME` reads an environment variable: in PowerShell and Python it does not.
bool reads_by_dollar(std::string_view shell) {
  constexpr std::array<std::string_view, 6> shells{"sh", "bash", "dash", "ash", "ksh", "zsh"};
  shell = shell.substr(0, shell.find(' '));
  shell.remove_prefix(shell.rfind('/') + 1); // all of it where there is none
  return shell.empty() || std::ranges::find(shells, shell) != shells.end();
}

/// How often a character stands before `end`, without another between.
std::size_t run_before(std::string_view script, std::size_t end, char c) {
  std::size_t count = 0;
  while (count < end && script[end - count - 1] == c) ++count;
  return count;
}

/// Whether a `$` that ends before `end` begins a variable: `$$` is a process, and `\$` is text.
bool is_dollar(std::string_view script, std::size_t end) {
  const std::size_t dollars = run_before(script, end, '$');
  return dollars % 2 == 1 && run_before(script, end - dollars, '\\') % 2 == 0;
}

bool reads(std::string_view script, Span word) {
  if (is_dollar(script, word.begin)) return true;
  std::size_t brace = word.begin;
  const bool of_value = brace > 0 && (script[brace - 1] == '#' || script[brace - 1] == '!');
  if (of_value && script.substr(word.end, 1) == "}") --brace; // `${#NAME}`, `${!NAME}`
  return brace > 0 && script[brace - 1] == '{' && is_dollar(script, brace - 1);
}

/// `NAME: `, for a person to read.
bool is_label(std::string_view script, Span word) {
  if (script.substr(word.end, 1) != ":") return false;
  return word.end + 1 == script.size() || std::string_view(" \t\n\"'").contains(script[word.end + 1]);
}

} // namespace

std::vector<ScriptWord> words_of_script(std::string_view script, std::string_view shell,
                                        const std::set<std::string_view>& names) {
  const bool by_dollar = reads_by_dollar(shell);
  std::vector<ScriptWord> words;
  bool comment = false;
  for (std::size_t at = 0; at < script.size() && words.size() < max_script_words;) {
    const char c = script[at];
    if (c == '\n') comment = false;
    if (c == '#' && (at == 0 || std::string_view(" \t\n").contains(script[at - 1]))) comment = true;
    if (script.substr(at, 3) == "${{") {
      at = std::min(script.find("}}", at), script.size());
    } else if (!is_word(c)) {
      ++at;
    } else {
      Span word{.begin = at, .end = at};
      while (word.end < script.size() && is_word(script[word.end])) ++word.end;
      at = word.end;
      if (!names.contains(script.substr(word.begin, word.size()))) continue;
      const bool reading = by_dollar && reads(script, word);
      if (reading || (!comment && !is_label(script, word))) words.push_back({.span = word, .reads = reading});
    }
  }
  return words;
}

bool is_variable_name(std::string_view text) {
  return !text.empty() && !is_digit(text.front()) && std::ranges::all_of(text, is_word);
}

} // namespace unify_ls::workflow
