#include "server/workflow/yaml_errors.h"

#include "protocol/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace unify_ls::workflow {

namespace {

struct Wording {
  std::string_view theirs;
  std::string_view ours;
};

/// What libyaml says to those who know its grammar, and what an author of a workflow can do about it.
constexpr std::array wordings{
    Wording{
        "mapping values are not allowed in this context",
        "A colon followed by a blank is not allowed here: check the indentation, or put the text in quotes."},
    Wording{"could not find expected ':'",
            "A colon is missing after this key, or a text of several lines is not indented."},
    Wording{"did not find expected key",
            "A key is expected here: check the indentation against the lines above."},
    Wording{"did not find expected '-' indicator",
            "A list entry that begins with '-' is expected here: check the indentation."},
    Wording{"block sequence entries are not allowed in this context",
            "A list entry is not allowed here: begin the list on a line of its own."},
    Wording{"did not find expected ',' or ']'", "A ',' or the closing ']' of this list is missing."},
    Wording{"did not find expected ',' or '}'", "A ',' or the closing '}' of this mapping is missing."},
    Wording{"found unexpected end of stream", "This quotation mark is never closed."},
    Wording{"found unexpected document indicator", "This quotation mark is never closed."},
    Wording{"found character that cannot start any token",
            "No text can begin with this character: put the text in quotes."},
    Wording{"found unknown escape character",
            "This escape is unknown: write \\\\ for a backslash, or use single quotes."},
    Wording{"did not find expected alphabetic or numeric character",
            "A text that begins with '*' or '&' has to be put in quotes."},
    Wording{"found a tab character where an indentation space is expected",
            "A tab cannot indent YAML: use blanks."},
    Wording{"did not find expected <document start>",
            "This does not belong to the document above: check the indentation."},
    Wording{"did not find expected node content", "A value is missing here."},
    Wording{"found undefined tag handle",
            "This tag is not defined: put a text that begins with '!' in quotes."},
};

std::string message_for(std::string_view theirs) {
  const auto* const known = std::ranges::find(wordings, theirs, &Wording::theirs);
  if (known != wordings.end()) return std::string(known->ours);
  return fmt::format("This cannot be read as YAML: {}.", theirs);
}

bool is_about_open_quotes(std::string_view theirs) {
  return theirs == "found unexpected end of stream" || theirs == "found unexpected document indicator";
}

Problem describe_reader_failure(const yaml_parser_t& parser, std::string_view text, const SourceMap& map) {
  // The parser was given what follows a byte order mark.
  const std::size_t at = map.place(0).byte + parser.problem_offset;
  const bool control = at < text.size() && protocol::first_code_point(text.substr(at)).valid;
  const Position place = map.position_of_byte(at);
  return {.severity = Severity::error,
          .message = control
                         ? "A control character is not allowed in YAML: remove it, or write it as an escape."
                         : "This is not text in UTF-8: save the file in that encoding.",
          .range = Range{place, place}};
}

} // namespace

Problem describe_failure(const yaml_parser_t& parser, std::string_view text, const SourceMap& map) {
  if (parser.error == YAML_READER_ERROR) return describe_reader_failure(parser, text, map);
  const std::string_view theirs = parser.problem == nullptr ? "unknown error" : parser.problem;
  const yaml_mark_t& mark = is_about_open_quotes(theirs) ? parser.context_mark : parser.problem_mark;
  const auto [byte, place] = map.place(mark.index);
  const bool tab = byte < text.size() && text[byte] == '\t';
  return {.severity = Severity::error,
          .message = tab ? "A tab cannot indent YAML: use blanks." : message_for(theirs),
          .range = Range{place, place}};
}

} // namespace unify_ls::workflow
