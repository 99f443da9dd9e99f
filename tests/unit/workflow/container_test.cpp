#include "server/workflow/container.h"
#include "server/workflow/source_tree.h"

#include <doctest/doctest.h>

using namespace unify_ls::workflow;

namespace {

/// The container of the line that has `|`, at the bar's column: `mapping of KEY`, `list of ITEM` by the text
/// of its first entry or item, `value of KEY`, or `nothing`.
std::string container_of(std::string text, bool dash = false) {
  const std::size_t bar = text.find('|');
  text.erase(bar, 1);
  const std::size_t line = text.rfind('\n', bar - 1) + 1;
  const SourceTree source(text);
  const Container container = container_at(source.tree(), line, bar - line, dash);
  if (container.awaiting != nullptr) return "value of " + container.awaiting->key->value;
  if (container.collection == nullptr) return "nothing";
  if (container.collection->is_mapping()) return "mapping of " + container.collection->entries[0].key->value;
  return "list";
}

} // namespace

TEST_CASE("the column of a line says what it belongs to") {
  const std::string text = "on:\njobs:\n  build:\n    needs: a\n    steps:\n      - uses: x\n        with:\n";
  CHECK(container_of(text + "|") == "mapping of on");
  CHECK(container_of(text + "  |") == "mapping of build");
  CHECK(container_of(text + "   |") == "mapping of build");
  CHECK(container_of(text + "    |") == "mapping of needs");
  CHECK(container_of(text + "      |", true) == "list");
  CHECK(container_of(text + "        |") == "mapping of uses");
  CHECK(container_of(text + "          |") == "value of with");
  CHECK(container_of("on:\n|\njobs:\n", true) == "value of on");
  CHECK(container_of("on:\n|\njobs:\n") == "mapping of on");
  CHECK(container_of("on:\n  |\njobs:\n") == "value of on");
  CHECK(container_of("jobs:\n- a\n|") == "mapping of jobs");
  CHECK(container_of("jobs:\n- a\n|", true) == "list");
  CHECK(container_of("\n|") == "nothing");
}

TEST_CASE("broken lines elsewhere do not change it") {
  CHECK(container_of("a: \"x\njobs:\n  build:\n    |\n  test: [\n") == "value of build");
  CHECK(container_of("jobs:\n  build:\n    ne\n    |\n    x: 1\n") == "mapping of ne");
}
