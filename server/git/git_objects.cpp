#include "server/git/git_objects.h"

#include "server/base/text.h"

#include <algorithm>
#include <charconv>

namespace unify_ls::git {
namespace {

std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Takes off the next word; sizes are padded with blanks in front.
std::string_view take_word(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(end);
  return word;
}

} // namespace

std::vector<TreeEntry> read_tree(std::string_view output) {
  std::vector<TreeEntry> entries;
  while (!output.empty()) {
    const std::size_t end = std::min(output.find('\0'), output.size());
    const std::string_view line = output.substr(0, end);
    output.remove_prefix(std::min(end + 1, output.size()));
    const std::size_t tab = line.find('\t'); // `<mode> <type> <object> <size>\t<path>`
    if (tab == line.npos) continue;
    std::string_view facts = line.substr(0, tab);
    TreeEntry entry;
    entry.mode = take_word(facts);
    take_word(facts); // the type is in the mode
    entry.object = take_word(facts);
    entry.size = number_in(take_word(facts));
    entry.path = line.substr(tab + 1);
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::optional<std::vector<std::optional<std::string>>> read_batch(std::string_view output) {
  std::vector<std::optional<std::string>> objects;
  while (!output.empty()) {
    const std::size_t end = output.find('\n');
    if (end == output.npos) return std::nullopt;
    std::string_view head = output.substr(0, end); // `<object> <type> <size>`, or `<object> missing`
    output.remove_prefix(end + 1);
    if (head.ends_with(" missing")) {
      objects.emplace_back();
      continue;
    }
    const std::optional<std::size_t> size = number_in(head.substr(head.rfind(' ') + 1));
    if (!size || *size >= output.size() || output[*size] != '\n') return std::nullopt;
    objects.emplace_back(output.substr(0, *size));
    output.remove_prefix(*size + 1);
  }
  return objects;
}

std::string subject_of(std::string_view commit, std::size_t limit) {
  const std::size_t blank = commit.find("\n\n");
  if (blank == commit.npos) return {};
  const std::string_view message = trimmed(commit.substr(blank + 2));
  return shortened(printable(message.substr(0, message.find('\n'))), limit);
}

} // namespace unify_ls::git
