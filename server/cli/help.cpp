#include "server/cli/help.h"

#include "server/cli/help_parts.h"
#include "server/cli/table.h"
#include "server/cli/verb_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace unify_ls::cli {
namespace {

using commands::Flag;
using commands::Takes;
using commands::Verb;
using commands::VerbGroup;

constexpr std::size_t line_width = 79;

/// Words of a paragraph on lines that fit, each beginning with `indent` blanks.
std::string wrapped(std::string_view paragraph, std::size_t indent) {
  std::string text;
  std::size_t column = line_width;
  while (!paragraph.empty()) {
    const std::string_view word = take_word(paragraph);
    if (column + 1 + width_of(word) > line_width) {
      text += (text.empty() ? "" : "\n") + std::string(indent, ' ');
      column = indent;
    } else {
      text += ' ';
      ++column;
    }
    text += word;
    column += width_of(word);
  }
  return text + "\n";
}

/// Terms and meanings in two columns, the meanings wrapped.
std::string entries_text(const std::vector<Entry>& entries) {
  constexpr std::size_t indent = 2;
  constexpr std::size_t gap = 2;
  std::size_t widest = 0;
  for (const Entry& entry : entries) widest = std::max(widest, width_of(entry.term));
  std::string text;
  for (const Entry& entry : entries) {
    const std::string meaning = wrapped(entry.meaning, indent + widest + gap);
    text += std::string(indent, ' ') + entry.term + meaning.substr(indent + width_of(entry.term));
  }
  return text;
}

std::string section(std::string_view title, const std::string& body) {
  return body.empty() ? "" : fmt::format("\n{}\n{}", title, body);
}

std::string flags_text(const std::vector<Flag>& flags) {
  std::vector<Entry> entries;
  for (const Flag& flag : flags) entries.push_back({term_of(flag), meaning_of(flag)});
  return entries_text(entries);
}

std::string common_flags_text() {
  std::string text;
  for (const FlagGroup& group : common_flags()) text += section(group.title, flags_text(group.flags));
  return text;
}

std::string examples_text(const Verb& verb) {
  std::string text;
  for (const commands::Example& example : verb.examples)
    text += fmt::format("  $ {}\n{}", example.line, wrapped(example.about, 6));
  return text;
}

std::string verbs_text(std::string_view word) {
  std::string text;
  for (const VerbGroup group :
       {VerbGroup::set_up, VerbGroup::start, VerbGroup::watch, VerbGroup::check, VerbGroup::program}) {
    std::vector<Entry> entries;
    for (const Verb* verb : verbs())
      if (verb->group == group && (word.empty() || verb->words.starts_with(word)))
        entries.push_back({std::string(verb->words), std::string(verb->summary)});
    text += section(title_of(group), entries_text(entries));
  }
  return text;
}

} // namespace

std::string term_of(const Flag& flag) {
  std::string term(flag.spelling);
  if (const std::size_t comma = term.find(','); comma != std::string::npos) term.insert(comma + 1, " ");
  if (!flag.value.empty()) term += fmt::format(" {}", flag.value);
  return term;
}

std::string meaning_of(const Flag& flag) {
  return flag.environment.empty() ? std::string(flag.about)
                                  : fmt::format("{} ({})", flag.about, flag.environment);
}

std::string usage_of(const Verb& verb) {
  std::string usage = fmt::format("unify-ls {}", verb.words);
  for (const Flag& operand : verb.operands) {
    const bool optional = operand.takes != Takes::word;
    usage += fmt::format(" {}{}{}{}", optional ? "[" : "", operand.spelling, optional ? "]" : "",
                         operand.takes == Takes::texts ? "..." : "");
  }
  return usage + " [flags]";
}

std::vector<Entry> exit_codes(const Verb* verb) {
  const bool starts =
      verb == nullptr || std::ranges::find(verb->flags, "--follow", &Flag::spelling) != verb->flags.end();
  std::vector<Entry> codes{
      {"0", "Done"},
      {"1", starts ? "It failed or was cancelled, and nothing was started" : "It failed"},
      {"2", "Wrong arguments; something that is needed is missing"}};
  if (starts) {
    codes.push_back({"3", "It is unknown whether a run was started: look before you do anything"});
    codes.push_back({"4", "With --follow: started, and not known to have succeeded"});
  }
  return codes;
}

std::vector<Entry> environment() {
  std::vector<Entry> variables{{"UNIFY_TOKEN", "The token, before any that is stored"}};
  for (const FlagGroup& group : common_flags())
    for (const Flag& flag : group.flags)
      if (!flag.environment.empty())
        variables.push_back({std::string(flag.environment), fmt::format("As {}", long_name(flag))});
  variables.push_back({"NO_COLOR", "Set to anything: no colours"});
  return variables;
}

std::string help_text(std::string_view word) {
  if (!word.empty())
    return fmt::format("Usage: unify-ls {} VERB [flags]\n{}\n`unify-ls help {} VERB` tells more.\n", word,
                       verbs_text(fmt::format("{} ", word)), word);
  const std::vector<Flag> alone{{.spelling = "-h,--help", .about = "Print this"},
                                {.spelling = "--version", .about = "Print the version"}};
  return fmt::format("{}\n\nUsage: unify-ls VERB [flags]\n{}{}{}{}{}\n"
                     "`unify-ls help VERB` tells more of a verb, `unify-ls man` all of it.\n",
                     program_summary, verbs_text(""), common_flags_text(),
                     section("Flags", flags_text(alone)),
                     section("Exit codes", entries_text(exit_codes(nullptr))),
                     section("Environment", entries_text(environment())));
}

std::string help_text(const Verb& verb) {
  std::string more;
  for (std::string_view rest = verb.more; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    more += "\n" + wrapped(rest.substr(0, end), 0);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::vector<Flag> flags = verb.flags;
  flags.push_back({.spelling = "-h,--help", .about = "Print this"});
  return fmt::format("{}\n\nUsage: {}\n{}{}{}{}{}{}{}", verb.summary, usage_of(verb), more,
                     section("Operands", flags_text(verb.operands)), section("Flags", flags_text(flags)),
                     section("Examples", examples_text(verb)), common_flags_text(),
                     section("Exit codes", entries_text(exit_codes(&verb))),
                     section("Environment", entries_text(environment())));
}

} // namespace unify_ls::cli
