#include "server/workflow/run_document/write.h"

#include "protocol/utf8.h"
#include "server/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace unify_ls::workflow {
namespace {

/// Characters of a comment; of a longer one the rest is cut.
constexpr std::size_t max_comment_length = 200;

/// Line ends to YAML beside the usual ones, and characters that it refuses.
constexpr std::array<std::string_view, 6> odd{"\xC2\x85",     "\xE2\x80\xA8", "\xE2\x80\xA9",
                                              "\xEF\xBB\xBF", "\xEF\xBF\xBE", "\xEF\xBF\xBF"};

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Nothing in such a text means anything to YAML.
bool is_plain(std::string_view text) {
  constexpr std::string_view inner = "_./@+-=";
  const auto fits = [inner](char c) { return is_letter_or_digit(c) || inner.contains(c); };
  if (text.empty() || !(is_letter_or_digit(text.front()) || text.front() == '/')) return false;
  const std::string lower = lower_ascii(text);
  return std::ranges::all_of(text, fits) && lower != "null";
}

std::string double_quoted(std::string_view text) {
  std::string quoted = "\"";
  protocol::for_each_code_point(text, [&quoted](const protocol::CodePoint& read) {
    const char32_t point = read.value;
    if (point == '"' || point == '\\')
      quoted += {'\\', static_cast<char>(point)};
    else if (point == '\n')
      quoted += "\\n";
    else if (point >= ' ' && point < 0x7F)
      quoted += static_cast<char>(point);
    else if (point < 0x10000)
      quoted += fmt::format("\\u{:04X}", static_cast<unsigned>(point));
    else
      quoted += fmt::format("\\U{:08X}", static_cast<unsigned>(point));
  });
  return quoted + '"';
}

std::string single_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + "'";
}

std::string comment(std::string_view text) {
  std::string shown = shortened(printable(text), max_comment_length);
  for (const std::string_view each : odd)
    for (std::size_t at = shown.find(each); at != std::string::npos; at = shown.find(each, at))
      shown.replace(at, each.size(), " ");
  return "# " + shown;
}

} // namespace

std::string yaml_scalar(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  const bool escapes =
      std::ranges::any_of(odd, [text](std::string_view each) { return text.contains(each); });
  return !escapes && printable(text) == text && trimmed(text) == text ? single_quoted(text)
                                                                      : double_quoted(text);
}

std::string run_document_text(const WrittenRun& run) {
  std::string text;
  for (const std::string& remark : run.remarks) text += comment(remark) + "\n";
  if (!run.folder.empty()) text += fmt::format("folder: {}\n", yaml_scalar(run.folder));
  text += fmt::format("workflow: {}\n", yaml_scalar(run.workflow));
  if (!run.branch.empty()) text += fmt::format("branch: {}\n", yaml_scalar(run.branch));
  if (run.inputs.empty()) return text;
  text += "inputs:\n";
  for (const WrittenInput& input : run.inputs) {
    text += fmt::format("  {}:", yaml_scalar(input.name));
    if (input.value) text += " " + yaml_scalar(*input.value);
    if (!input.note.empty()) text += "  " + comment(input.note);
    text += '\n';
  }
  return text;
}

} // namespace unify_ls::workflow
