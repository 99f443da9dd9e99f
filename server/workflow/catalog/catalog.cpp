#include "server/workflow/catalog/catalog.h"

#include "server/workflow/catalog/catalog_text.h"

#include <algorithm>
#include <map>

namespace unify_ls::workflow {

namespace {

constexpr std::string_view date_mark = "# as of ";

/// By name and version. Pairs are sorted, so that the last version of a name is the newest: majors have one
/// digit.
using Catalog = std::map<std::pair<std::string_view, std::string_view>, Published>;

std::string_view next_word(std::string_view& text) {
  const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
  const std::size_t end = std::min(text.find(' ', begin), text.size());
  const std::string_view word = text.substr(begin, end - begin);
  text.remove_prefix(end);
  return word;
}

Callable::Input read_input(std::string_view word) {
  const std::size_t end = std::min(word.find_first_of("*="), word.size());
  const bool given = word.substr(end).starts_with('=');
  return {.name = std::string(word.substr(0, end)),
          .required = word.substr(end) == "*",
          .default_text = std::string(given ? word.substr(end + 1) : std::string_view())};
}

void read_line(std::string_view line, Catalog& catalog) {
  const std::size_t colon = line.find(": ");
  std::string_view head = line.substr(0, std::min(colon, line.find_last_not_of(": ") + 1));
  std::string_view rest = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 2);
  const std::string_view full = next_word(head);
  const std::size_t at = full.find('@');
  Published& entry = catalog[{full.substr(0, at), full.substr(at + 1)}];
  if (const std::string_view newer = next_word(head); newer.size() > 2)
    entry.newer = newer.substr(1, newer.size() - 2);
  bool outputs = false;
  for (std::string_view word = next_word(rest); !word.empty(); word = next_word(rest)) {
    if (word == "->")
      outputs = true;
    else if (outputs)
      entry.callable.outputs.emplace_back(word);
    else
      entry.callable.inputs.push_back(read_input(word));
  }
}

Catalog read_catalog() {
  Catalog catalog;
  std::string_view text = catalog_text();
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (!line.empty() && line.front() != '#') read_line(line, catalog);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return catalog;
}

/// Read when it is first asked for: a server that nobody opens a workflow in does not pay for it.
const Catalog& catalog() {
  static const Catalog read = read_catalog();
  return read;
}

} // namespace

const Published* find_published(std::string_view name, std::string_view ref) {
  const std::string_view major = ref.substr(0, ref.find('.'));
  const auto found = catalog().find({name, major});
  return found == catalog().end() ? nullptr : &found->second;
}

std::string_view newest_version(std::string_view name) {
  std::string_view newest;
  for (auto entry = catalog().lower_bound({name, {}}); entry != catalog().end() && entry->first.first == name;
       ++entry)
    newest = entry->first.second;
  return newest;
}

std::vector<std::string> published_names() {
  std::vector<std::string> names;
  for (const auto& [key, published] : catalog())
    if (names.empty() || names.back() != key.first) names.emplace_back(key.first);
  return names;
}

std::string_view catalog_date() {
  const std::string_view text = catalog_text();
  const std::size_t begin = text.find(date_mark) + date_mark.size();
  return text.substr(begin, text.find('\n', begin) - begin);
}

} // namespace unify_ls::workflow
