#include "server/workflow/schema/place.h"
#include "support.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>

using namespace unify_ls::workflow;
using namespace unify_ls::workflow::testing;

namespace {

/// A key of a clean file, and the text as it was when it was about to be written.
struct Written {
  std::string name;
  std::size_t at;
  std::size_t line;
};

void gather(const SourceTree& source, const YamlNode& node, const Object* object,
            std::vector<Written>& keys) {
  for (const auto& [key, value] : node.entries) {
    const SchemaPlace place = find_place(source.root(), *object, key->span.begin);
    const bool known =
        place.last() != nullptr && place.last()->key != nullptr && !place.last()->key->name.empty();
    if (known && place.in_key && !place.last()->key->deprecated && !node.flow && !key->is_quoted())
      keys.push_back({key->value, key->span.begin, key->range.start.line});
    gather(source, *value, object, keys);
  }
  for (const YamlNode* item : node.items) gather(source, *item, object, keys);
}

bool is_among_first_ten(const Completion& completion, std::string_view name, std::string_view typed) {
  std::size_t seen = 0;
  for (const Offer& offer : completion.offers) {
    if (!std::string_view(offer.label).starts_with(typed)) continue;
    if (offer.label == name) return true;
    if (++seen == 10) return false;
  }
  return false;
}

} // namespace

TEST_CASE("each key of the clean files is offered when its line is typed, within the first ten") {
  std::size_t asked = 0;
  std::size_t found = 0;
  std::map<std::string, int> missed;
  for (const auto& file : files_below(corpus("clean"))) {
    const SourceTree source(content_of(file));
    const FileKind kind = kind_of_file(source, path_in_repository(file));
    std::vector<Written> keys;
    gather(source, *source.root(), &object_of_file(kind), keys);
    for (const Written& key : keys)
      for (const std::size_t letters : {std::size_t{0}, std::size_t{2}}) {
        const std::string typed = key.name.substr(0, letters);
        const std::string text = std::string(source.text().substr(0, key.at)) + typed;
        const SourceTree half(text);
        const Completion completion = complete(read_model(half, kind), text.size(), CleanRepository(), {});
        ++asked;
        if (is_among_first_ten(completion, key.name, typed))
          ++found;
        else
          ++missed[fmt::format("{}:{} {} after \"{}\"", file.filename().string(), key.line + 1, key.name,
                               typed)];
      }
  }
  REQUIRE(asked > 500);
  MESSAGE("recall ", found, " of ", asked);
  if (std::getenv("UNIFY_LS_SHOW_MISSED") != nullptr)
    for (const auto& [what, times] : missed) std::cout << what << '\n';
  CHECK(found * 100 >= asked * 95);
}

TEST_CASE("nothing is offered that its place forbids") {
  constexpr Code forbidden[] = {Code::key_unknown,    Code::key_github,         Code::key_misplaced,
                                Code::key_deprecated, Code::yaml_duplicate_key, Code::trigger_unknown,
                                Code::value_unknown,  Code::needs_self,         Code::needs_cycle,
                                Code::needs_unknown,  Code::stage_job_twice,    Code::expr_context_here,
                                Code::with_unknown};
  std::size_t checked = 0;
  for (const auto& file : files_below(corpus("clean"))) {
    const std::string text = content_of(file);
    const SourceTree source(text);
    const FileKind kind = kind_of_file(source, path_in_repository(file));
    const Model model = read_model(source, kind);
    std::vector<Written> keys;
    gather(source, *source.root(), &object_of_file(kind), keys);
    for (const Written& key : keys) {
      const Completion completion = complete(model, key.at, CleanRepository(), {});
      for (const Offer& offer : completion.offers) {
        if (offer.kind == OfferKind::skeleton || offer.label == key.name) continue;
        const SourceTree after(accepted(text, completion, offer));
        for (const Finding& finding : check(read_model(after, kind), CleanRepository())) {
          const bool here = finding.span.begin <= key.at && key.at < finding.span.end;
          if (!here || std::ranges::find(forbidden, finding.code) == std::end(forbidden)) continue;
          FAIL_CHECK(file.filename().string(), ": ", offer.label, " in place of ", key.name, ": ",
                     finding.message);
        }
        ++checked;
      }
    }
  }
  CHECK(checked > 1000);
}
