#include "server/commands/markdown.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace unify_ls::commands;

TEST_CASE("a sentence is no Markdown, but for what its author put between backticks") {
  struct Row {
    std::string_view text;
    std::string_view expected;
  };

  for (const Row& row : {Row{"plain, with 2.39.", "plain, with 2.39."}, Row{"", ""},
                         Row{"fix `token` first", "fix `token` first"}, Row{"`a_b`", "`a_b`"},
                         Row{"a_b <i> #1 $x$", R"(a\_b \<i\> #1 \$x\$)"},
                         Row{"https://evil.example", R"(https:/\/evil.example)"}, Row{"- a - b", "\\- a - b"},
                         Row{"one ` alone", R"(one \` alone)"}, Row{"```\nx```", "\\`\\`\\`\nx\\`\\`\\`"},
                         Row{"`[a](b)` [a](b)", R"(`[a]\u0028b)` \[a\](b))"}}) {
    CAPTURE(row.text);
    CHECK(markdown::prose(row.text) == row.expected);
  }
}

TEST_CASE("code is longer fenced than anything in it") {
  CHECK(markdown::code("") == "(empty)");
  CHECK(markdown::code("a|b") == "`a\\|b`");
  CHECK(markdown::code("a``b") == "```a``b```");
  CHECK(markdown::code("`a") == "`` `a ``");
  CHECK(markdown::block("a\n```\n", "http") == "````http\na\n```\n````\n");
}
