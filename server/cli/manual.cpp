#include "server/cli/help.h"
#include "server/cli/help_parts.h"
#include "server/cli/verb_table.h"

#include <fmt/format.h>

namespace unify_ls::cli {
namespace {

using commands::Flag;
using commands::Verb;

constexpr std::string_view asking = "Without a terminal nothing is asked: what is missing is an error. In a "
                                    "question Enter takes what is marked "
                                    "as the default; q or Ctrl-D leaves, and leaving starts nothing.";

constexpr std::string_view limits =
    "A started run cannot be cancelled, its logs cannot be read, and the runs of others cannot be listed, "
    "because Unify publishes no way to do so.";

/// Text that roff takes as it is.
std::string roff(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if ((c == '.' || c == '\'') && (escaped.empty() || escaped.back() == '\n')) escaped += "\\&";
    if (c == '\\')
      escaped += "\\e";
    else if (c == '-')
      escaped += "\\-";
    else
      escaped += c;
  }
  return escaped;
}

std::string entry(std::string_view term, std::string_view meaning) {
  return fmt::format(".TP\n.B {}\n{}\n", roff(term), roff(meaning));
}

std::string entries(const std::vector<Entry>& all) {
  std::string text;
  for (const Entry& each : all) text += entry(each.term, each.meaning);
  return text;
}

std::string flags(const std::vector<Flag>& all) {
  std::string text;
  for (const Flag& flag : all) text += entry(term_of(flag), meaning_of(flag));
  return text;
}

std::string verb_section(const Verb& verb) {
  std::string text = fmt::format(".SS {}\n{}.\n", roff(usage_of(verb)), roff(verb.summary));
  for (std::string_view rest = verb.more; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    text += fmt::format(".PP\n{}\n", roff(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  text += flags(verb.operands) + flags(verb.flags);
  for (const commands::Example& example : verb.examples)
    text += fmt::format(".PP\n{}:\n.PP\n.RS\n.nf\n{}\n.fi\n.RE\n", roff(example.about), roff(example.line));
  return text;
}

} // namespace

std::string manual_page() {
  std::string text = fmt::format(".TH UNIFY\\-LS 1 \"\" \"unify\\-ls {}\" \"User Commands\"\n"
                                 ".SH NAME\nunify\\-ls \\- {}\n"
                                 ".SH SYNOPSIS\n.B unify\\-ls\nVERB [flags]\n"
                                 ".SH DESCRIPTION\n{}\n.PP\n{}\n.SH VERBS\n",
                                 UNIFY_LS_VERSION, roff(program_summary), roff(asking), roff(limits));
  for (const Verb* verb : verbs()) text += verb_section(*verb);
  text += ".SH FLAGS OF EVERY VERB\n";
  for (const FlagGroup& group : common_flags())
    text += fmt::format(".SS {}\n{}", roff(group.title), flags(group.flags));
  text += ".SH EXIT STATUS\n" + entries(exit_codes(nullptr));
  text += ".SH ENVIRONMENT\n" + entries(environment());
  text += ".SH FILES\n" +
          entries({{"~/.config/unify-ls/config.json", "Your settings"},
                   {".cloudbees/unify-ls.json", "Settings of a repository; they can lower no guard"},
                   {"~/.local/state/unify-ls/state.sqlite3", "Runs, choices, end dates of tokens"}});
  return text;
}

} // namespace unify_ls::cli
