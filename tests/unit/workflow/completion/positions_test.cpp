#include "server/workflow/checks/edits.h"
#include "server/workflow/schema/place.h"
#include "support.h"

#include <algorithm>
#include <set>
#include <utility>

using namespace unify_ls::workflow;
using namespace unify_ls::workflow::testing;

namespace {

/// Whether a text has, in one of its mappings of this sort, a key of that name with that place.
bool has_key_at(const SourceTree& source, FileKind kind, std::string_view name, std::size_t from) {
  const std::size_t at = source.text().find(name, from);
  if (at == std::string_view::npos) return false;
  const SchemaPlace place = find_place(source.root(), object_of_file(kind), at);
  return place.in_key && place.last()->key != nullptr && place.last()->entry->key->value == name;
}

} // namespace

TEST_CASE("at every other column a key that is taken is one that its place knows") {
  std::size_t taken_keys = 0;
  std::set<std::string> asked; // most lines stand in many files
  std::size_t lines = 0;
  for (const CorpusText& file : corpus_texts()) {
    const SourceTree source(file.text);
    const Model model = read_model(source, file.kind);
    std::string last;
    for (std::size_t line = 0; line < file.text.size(); line = next_line(file.text, line)) {
      const std::size_t end = next_line(file.text, line);
      if (!asked.insert(file.text.substr(line, end - line)).second) continue;
      // Every other column, the odd ones in one line and the even ones in the next.
      for (std::size_t at = line + ++lines % 2; at < end; at += 2) {
        const Completion completion = complete(model, at, NoSources(), {});
        const bool in_word = completion.word.begin <= at && at <= completion.word.end;
        if (!in_word || completion.offers.size() > max_offers) FAIL_CHECK(file.name, " at ", at);
        const std::string first = completion.offers.empty() ? std::string() : completion.offers.front().label;
        const bool again = first == std::exchange(last, first);
        if (again || first.empty() || source.refusal() || completion.offers.front().kind != OfferKind::key)
          continue;
        const SourceTree after(accepted(file.text, completion, completion.offers.front()));
        if (!has_key_at(after, file.kind, first, std::min(completion.word.begin, line)))
          FAIL_CHECK(file.name, ": ", first, " at ", at, ":\n", after.text());
        ++taken_keys;
      }
    }
  }
  CHECK(taken_keys > 100);
}
