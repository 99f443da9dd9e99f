#include "protocol/utf8.h"
#include "server/workflow/checks/edits.h"
#include "server/workflow/hover/hover.h"
#include "server/workflow/navigation/things.h"
#include "tests/unit/workflow/completion/support.h"

#include <algorithm>
#include <set>

using namespace unify_ls::workflow;
using namespace unify_ls::workflow::testing;

namespace {

/// Asks at every place of every line of the corpus; a line that stands in several files is asked once.
template <class Ask> std::size_t at_every_place(Ask ask) {
  std::set<std::string> asked;
  std::size_t answers = 0;
  for (const CorpusText& file : corpus_texts()) {
    const SourceTree source(file.text);
    const Model model = read_model(source, file.kind);
    for (std::size_t line = 0; line < file.text.size(); line = next_line(file.text, line)) {
      const std::size_t end = next_line(file.text, line);
      if (!asked.insert(file.text.substr(line, end - line)).second) continue;
      for (std::size_t at = line; at < end; ++at) {
        INFO(file.name, " at ", at);
        answers += ask(model, source, at) ? 1U : 0U;
      }
    }
  }
  return answers;
}

} // namespace

TEST_CASE("at every place a thing has its places in the text, and is the same from each of them") {
  const std::size_t things = at_every_place([](const Model& model, const SourceTree& source, std::size_t at) {
    const auto thing = thing_at(model, at);
    if (!thing) return false;
    std::vector<Span> spans = thing->declarations;
    spans.insert(spans.end(), thing->uses.begin(), thing->uses.end());
    CHECK(std::ranges::any_of(spans, [at](Span span) { return holds(span, at); }));
    for (const Span span : spans) {
      REQUIRE(span.begin < span.end);
      REQUIRE(span.end <= source.text().size());
      const auto from_there = thing_at(model, span.begin);
      REQUIRE(from_there);
      CHECK(from_there->name == thing->name);
      CHECK(from_there->declarations == thing->declarations);
    }
    return true;
  });
  CHECK(things > 1000);
}

TEST_CASE("at every place a hover is text about what stands there") {
  const CronTimes::Time now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 28}};
  const std::size_t hovers =
      at_every_place([now](const Model& model, const SourceTree& source, std::size_t at) {
        const auto hover = hover_at(model, at, CleanRepository(), now);
        if (!hover) return false;
        CHECK(holds(hover->span, at));
        CHECK(hover->span.end <= source.text().size());
        CHECK_FALSE(hover->text.empty());
        CHECK(unify_ls::protocol::is_utf8(hover->text));
        return true;
      });
  CHECK(hovers > 5000);
}
