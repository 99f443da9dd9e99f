#include "server/cli/completion.h"

#include "server/base/text.h"
#include "server/cli/verb_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::cli {
namespace {

using commands::Flag;
using commands::Takes;
using commands::Verb;

// A line ":files" or ":folders" in place of candidates leaves the completing to the shell.

/// Bash splits words at "=" and ":" too; they are put together again, and of a candidate only what comes
/// after the last of these is given back.
constexpr std::string_view bash_script =
    R"bash(# bash completion of unify-ls: source this, as by  source <(unify-ls completion bash)
_unify_ls() {
  local words=() i word before value candidate
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    before=${COMP_WORDS[i - 1]}
    if ((i > 1)) && [[ ($word == [=:]* || $before == *[=:]) && $COMP_LINE == *"$before$word"* ]]; then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
  done
  word=${words[${#words[@]} - 1]}
  before=
  [[ $word == *[=:]* ]] && before=${word%"${word##*[=:]}"}
  COMPREPLY=()
  while IFS=$'\t' read -r value _; do
    case $value in
      :files) compopt -o default; return ;;
      :folders) compopt -o dirnames; return ;;
    esac
    [[ $value == *= ]] && compopt -o nospace
    printf -v candidate %q "${value#"$before"}"
    [[ $value == *= ]] && candidate=${value#"$before"}
    COMPREPLY+=("$candidate")
  done < <("${COMP_WORDS[0]}" __complete "${words[@]}" 2>/dev/null)
}
complete -F _unify_ls unify-ls
)bash";

constexpr std::string_view zsh_script = R"zsh(#compdef unify-ls
# zsh completion of unify-ls: _unify-ls in a folder of $fpath, or  source <(unify-ls completion zsh)
_unify-ls() {
  local line value
  local -a whole open
  for line in "${(@f)$("$words[1]" __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      :files) _files; return ;;
      :folders) _files -/; return ;;
      '') continue ;;
    esac
    value=${line%%$'\t'*}
    line="${value//:/\\:}:${line#*$'\t'}"
    if [[ $value == *= ]]; then open+=("$line"); else whole+=("$line"); fi
  done
  _describe -t unify-ls unify-ls whole -- open -S ''
}
if [[ $funcstack[1] == _unify-ls ]]; then _unify-ls "$@"; else compdef _unify-ls unify-ls; fi
)zsh";

constexpr std::string_view fish_script =
    R"fish(# fish completion of unify-ls: put this into ~/.config/fish/completions/unify-ls.fish
function __unify_ls_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l found ($words[1] __complete $words[2..-1] 2>/dev/null)
    switch "$found[1]"
        case :files
            __fish_complete_path (commandline -ct)
        case :folders
            __fish_complete_directories (commandline -ct)
        case '*'
            printf '%s\n' $found
    end
end
complete -c unify-ls -f -a '(__unify_ls_complete)'
)fish";

const Flag* flag_of(const Verb* verb, std::string_view name) {
  const auto is_it = [&](const Flag& flag) {
    return long_name(flag) == name || flag.spelling.substr(0, flag.spelling.find(',')) == name;
  };
  if (verb != nullptr)
    if (const auto found = std::ranges::find_if(verb->flags, is_it); found != verb->flags.end())
      return &*found;
  for (const FlagGroup& group : common_flags())
    if (const auto found = std::ranges::find_if(group.flags, is_it); found != group.flags.end())
      return &*found;
  return nullptr;
}

/// Adds a word to the verb that is being said.
void go_on(std::string& verb, const std::string& word) {
  const std::string longer = verb.empty() ? word : fmt::format("{} {}", verb, word);
  for (const std::string& candidate : {longer, word})
    if (find_verb(candidate) != nullptr || !verbs_below(candidate).empty()) {
      verb = candidate;
      return;
    }
}

} // namespace

std::string completion_script(std::string_view shell) {
  if (shell == "zsh") return std::string(zsh_script);
  return std::string(shell == "fish" ? fish_script : bash_script);
}

CompletionPoint completion_point(std::span<const std::string> words) {
  CompletionPoint point;
  if (words.empty()) return point;
  std::string verb;
  std::size_t operands = 0;
  const Flag* awaited = nullptr;
  for (const std::string& word : words.first(words.size() - 1)) {
    if (std::exchange(awaited, nullptr) != nullptr) continue;
    if (word.starts_with('-')) {
      awaited = word.contains('=') ? nullptr : flag_of(find_verb(verb), word);
      if (awaited != nullptr && awaited->takes == Takes::nothing) awaited = nullptr;
    } else if (const std::string before = verb; go_on(verb, word), verb == before) {
      ++operands;
    }
  }
  point.verb = find_verb(verb);
  point.before = point.verb == nullptr && !verb.empty() ? verb + " " : "";
  point.word = words.back();
  const std::size_t equals = point.word.find('=');
  if (awaited != nullptr) {
    point.of = awaited;
  } else if (point.word.starts_with("--") && equals != std::string::npos) {
    point.of = flag_of(point.verb, point.word.substr(0, equals));
    point.before = point.word.substr(0, equals + 1);
    point.word.erase(0, equals + 1);
  } else if (!point.word.starts_with('-') && point.verb != nullptr && !point.verb->operands.empty()) {
    const Flag& operand = point.verb->operands.front();
    if (operands == 0 || operand.takes == Takes::texts) point.of = &operand;
  }
  return point;
}

std::vector<Candidate> known_candidates(const CompletionPoint& point) {
  std::vector<Candidate> candidates;
  if (point.of != nullptr) {
    for (std::string_view words = point.of->words; !words.empty();)
      candidates.push_back({std::string(take_word(words))});
    return candidates;
  }
  if (point.word.starts_with('-')) {
    if (point.verb != nullptr)
      for (const Flag& flag : point.verb->flags)
        candidates.push_back({std::string(long_name(flag)), std::string(flag.about)});
    for (const FlagGroup& group : common_flags())
      for (const Flag& flag : group.flags)
        candidates.push_back({std::string(long_name(flag)), std::string(flag.about)});
    return candidates;
  }
  if (point.verb != nullptr) return candidates;
  for (const Verb* verb : verbs()) {
    if (!verb->words.starts_with(point.before)) continue;
    std::string_view rest = verb->words.substr(point.before.size());
    const std::string_view word = take_word(rest);
    const bool known = std::ranges::find(candidates, word, &Candidate::value) != candidates.end();
    if (!known) candidates.push_back({std::string(word), rest.empty() ? std::string(verb->summary) : ""});
  }
  return candidates;
}

std::string candidates_text(const CompletionPoint& point, const std::vector<Candidate>& candidates) {
  const std::string before = point.of != nullptr ? point.before : "";
  std::string text;
  for (const Candidate& candidate : candidates)
    if (candidate.value.starts_with(point.word) && escaped(candidate.value) == candidate.value)
      text += fmt::format("{}{}\t{}\n", before, candidate.value, printable(candidate.about));
  return text;
}

} // namespace unify_ls::cli
