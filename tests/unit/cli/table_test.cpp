#include "server/cli/table.h"

#include <doctest/doctest.h>

using namespace unify_ls::cli;

TEST_CASE("columns are aligned by characters, not by bytes") {
  const std::vector<Row> rows{{{"größe"}, {"1"}, {"a"}}, {{"b"}, {"22"}, {""}}, {{""}, {""}, {"c"}}};
  CHECK(table_text(rows, Style()) == "größe  1   a\nb      22\n           c\n");
  CHECK(table_text(rows, Style(), 2) == "  größe  1   a\n  b      22\n             c\n");
}

TEST_CASE("an empty column takes no room") {
  CHECK(table_text({{{"a"}, {""}, {"b"}}}, Style()) == "a  b\n");
  CHECK(table_text({}, Style()).empty());
}

TEST_CASE("colours do not move columns, and are only where they are wanted") {
  const std::vector<Row> rows{{{"ok", Tone::good}, {"x"}}, {{"fail", Tone::bad}, {"y"}}};
  CHECK(table_text(rows, Style(true)) == "\x1b[32mok\x1b[0m    x\n\x1b[31mfail\x1b[0m  y\n");
  CHECK(table_text(rows, Style(false)) == "ok    x\nfail  y\n");
}
