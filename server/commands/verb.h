#pragma once

#include <string_view>
#include <vector>

/// How a command is said in a terminal. The parser of the command line, the help, the manual page and the
/// completions of shells are all made from this.
namespace unify_ls::commands {

/// What stands behind a flag or in the place of an operand.
enum class Takes {
  nothing, ///< a switch
  text,
  word, ///< one of `words`
  number,
  texts, ///< as many as there are
  pairs, ///< NAME=VALUE, as many as there are
};

/// What a shell offers there.
enum class Candidates { none, workflows, presets, branches, inputs, runs, files, folders };

struct Flag {
  std::string_view spelling; ///< "-i,--input"; of an operand its name, "FILE"
  std::string_view member;   ///< where it goes in the arguments: "inputs"
  std::string_view about;    ///< a line, without a full stop
  Takes takes = Takes::nothing;
  std::string_view value{}; ///< what stands behind it, for people: "NAME=VALUE"
  Candidates candidates = Candidates::none;
  std::string_view words{};       ///< those that are offered, blanks between them
  std::string_view environment{}; ///< the variable that says the same
};

struct Example {
  std::string_view line;
  std::string_view about;
};

/// What help shows together.
enum class VerbGroup { set_up, start, watch, check, program };

struct Verb {
  std::string_view words{};   ///< "token set"; without any it is not for a terminal
  std::string_view summary{}; ///< a line, without a full stop
  VerbGroup group = VerbGroup::program;
  std::vector<Flag> operands{};
  std::vector<Flag> flags{};
  std::string_view more{}; ///< paragraphs, for who asks for the help of this verb
  std::vector<Example> examples{};
};

} // namespace unify_ls::commands
