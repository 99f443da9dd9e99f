#include "server/language/suppressions.h"

#include "protocol/utf8.h"
#include "server/documents/positions.h"
#include "server/language/place.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::language {
namespace {

constexpr std::string_view marker = "# unify-ls: ignore";

struct Comment {
  bool whole_file = false;
  std::string_view codes;
};

/// The comment of ours in a line, from its last `#` of that kind on.
std::optional<Comment> comment_in(std::string_view line) {
  const std::size_t at = line.rfind(marker);
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view rest = line.substr(at + marker.size());
  const bool whole_file = rest.starts_with("-file");
  if (whole_file) rest.remove_prefix(std::string_view("-file").size());
  if (!rest.starts_with(' ')) return std::nullopt;
  return Comment{.whole_file = whole_file, .codes = rest};
}

template <class Visit> void for_each_code(std::string_view codes, Visit visit) {
  while (true) {
    const std::size_t begin = codes.find_first_not_of(" ,\t");
    if (begin == std::string_view::npos) return;
    const std::size_t end = std::min(codes.find_first_of(" ,\t", begin), codes.size());
    visit(codes.substr(begin, end - begin));
    codes.remove_prefix(end);
  }
}

std::size_t start_of_line(const workflow::SourceTree& source, unsigned line) {
  return documents::offset_of(source.text(), {line, 0}, documents::Encoding::utf8);
}

std::size_t line_begin(std::string_view text, std::size_t at) {
  const std::size_t end = at == 0 ? std::string_view::npos : text.find_last_of("\r\n", at - 1);
  return end == std::string_view::npos ? 0 : end + 1;
}

/// Whether a text that began further up goes on where a line begins.
bool goes_on_at(const workflow::YamlNode& node, std::size_t start) {
  return node.is_scalar() && node.span.begin < start && start < node.span.end;
}

std::string_view line_end_of(std::string_view text) {
  const std::size_t first = text.find('\n');
  return first != std::string_view::npos && first > 0 && text[first - 1] == '\r' ? "\r\n" : "\n";
}

} // namespace

Suppressions::Suppressions(const workflow::SourceTree& source) : source_(source) {
  if (!source.text().contains(marker)) return;
  unsigned number = 0;
  bool at_top = true;
  Codes pending; // of comments alone in their lines, for the next line that is none
  std::string_view rest = source.text();
  if (rest.starts_with(protocol::byte_order_mark)) rest.remove_prefix(protocol::byte_order_mark.size());
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
    const std::string_view line = rest.substr(0, end);
    const std::size_t content = line.find_first_not_of(" \t");
    const bool only_comment = content != std::string_view::npos && line[content] == '#';
    if (const auto comment = comment_in(line)) {
      Codes* codes = nullptr;
      if (comment->whole_file) {
        codes = at_top ? &whole_file_ : nullptr;
      } else {
        codes = only_comment ? &pending : &lines_[number];
      }
      if (codes != nullptr)
        for_each_code(comment->codes, [codes](std::string_view code) { codes->emplace(code); });
    }
    if (!only_comment && !pending.empty()) lines_[number].merge(std::exchange(pending, {}));
    at_top = at_top && (only_comment || content == std::string_view::npos);
    rest.remove_prefix(std::min(end + (rest.substr(end, 2) == "\r\n" ? 2 : 1), rest.size()));
    ++number;
  }
}

bool Suppressions::silence(const workflow::Finding& finding) const {
  const std::string_view code = workflow::name_of(finding.code);
  if (whole_file_.contains(code)) return true;
  if (lines_.empty()) return false;
  const auto silenced = [&](unsigned line) {
    const auto found = lines_.find(line);
    return found != lines_.end() && found->second.contains(code);
  };
  return silenced(source_.position(finding.span.begin).line) ||
         silenced(silenced_line(source_, finding.span.begin));
}

unsigned silenced_line(const workflow::SourceTree& source, std::size_t byte) {
  std::size_t at = byte;
  const auto around = nodes_at(source, byte);
  if (!around.empty() && around.back()->is_scalar()) at = std::min(at, around.back()->span.begin);
  while (true) {
    const std::size_t start = line_begin(source.text(), at);
    const auto nodes = nodes_at(source, start);
    if (nodes.empty() || !goes_on_at(*nodes.back(), start)) return source.position(at).line;
    at = nodes.back()->span.begin;
  }
}

workflow::TextEdit ignore_line(const workflow::SourceTree& source, const workflow::Finding& finding) {
  const std::size_t line = start_of_line(source, silenced_line(source, finding.span.begin));
  const std::string_view rest = source.text().substr(line);
  // Blanks alone: a tab can be what YAML refuses, and would be refused in the line of the comment then.
  const std::string_view indent = rest.substr(0, std::min(rest.find_first_not_of(' '), rest.size()));
  return {.span = {line, line},
          .text = fmt::format("{}{} {}{}", indent, marker, workflow::name_of(finding.code),
                              line_end_of(source.text()))};
}

workflow::TextEdit ignore_file(const workflow::SourceTree& source, const workflow::Finding& finding) {
  const std::size_t top = start_of_line(source, 0);
  return {.span = {top, top},
          .text = fmt::format("{}-file {}{}", marker, workflow::name_of(finding.code),
                              line_end_of(source.text()))};
}

} // namespace unify_ls::language
