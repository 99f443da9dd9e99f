#include "server/credentials/shell_words.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>

using namespace unify_ls::credentials;

namespace {

/// The words between bars, or how far it came.
std::string split(std::string_view text, Shell shell) {
  const ShellWords words(text, shell);
  switch (words.state()) {
  case ShellWords::State::unfinished: return "unfinished";
  case ShellWords::State::not_understood: return "not understood";
  case ShellWords::State::whole: break;
  }
  return fmt::format("{}", fmt::join(words.words(), "|"));
}

struct Case {
  std::string text;
  std::string words;
};

void check(Shell shell, std::initializer_list<Case> cases) {
  for (const Case& given : cases) {
    CAPTURE(given.text);
    CHECK(split(given.text, shell) == given.words);
  }
}

} // namespace

TEST_CASE("a POSIX shell's words") {
  check(Shell::posix, {
                          {"a  b\tc", "a|b|c"},
                          {"", ""},
                          {"a '' b", "a||b"},
                          {R"(a 'b "c" \d'e)", R"(a|b "c" \de)"},
                          {R"(a "b 'c' \"d\" \\ \n $E")", R"(a|b 'c' "d" \ \n $E)"},
                          {R"(it\'s)", "it's"},
                          {"a \\\n  b", "a|b"},
                          {"a \\\r\n  b\r\n\n", "a|b"},
                          {"a \\  b", "a|b"}, // the line break lost in a prompt
                          {"a \"b\\\nc\"", "a|bc"},
                          {"a 'b\nc'", "a|b\nc"},
                          {R"(a $'b\n\'\\')", "a|b\n'\\"},
                          {"a $B ${C}d", "a|$B|${C}d"},
                          {"a \\", "unfinished"},
                          {"a 'b", "unfinished"},
                          {"a \"b", "unfinished"},
                          {"a \"b\\", "unfinished"},
                          {"a $'b\\", "unfinished"},
                          {"a ${B", "unfinished"},
                          {"a\nb", "not understood"},
                          {"a; b", "not understood"},
                          {"a | b", "not understood"},
                          {"a > b", "not understood"},
                          {"a & b", "not understood"},
                          {"a `b`", "not understood"},
                          {"a \"`b`\"", "not understood"},
                          {"a $(b)", "not understood"},
                          {"a \"$(b)\"", "not understood"},
                          {"a ${B:-$(c)}", "not understood"},
                          {R"(a $'\x41')", "not understood"},
                          {"a {b,c}", "not understood"},
                          {"a #b", "not understood"},
                          {std::string("a\0b", 3), "not understood"},
                      });
}

TEST_CASE("the words of cmd") {
  check(Shell::cmd, {
                        {R"(a "b c" d)", "a|b c|d"},
                        {R"(a "{\"b\": \"c\"}")", R"(a|{"b": "c"})"},
                        {R"(a "{""b"": 1}")", R"(a|{"b": 1})"},
                        {R"(a "b\\" c)", R"(a|b\|c)"},
                        {R"(a b\c)", R"(a|b\c)"},
                        {"a ^\n  b", "a|b"},
                        {"a ^\r\n  b", "a|b"},
                        {"a ^  b", "a|b"},
                        {R"(a ^"b c^" d^&e)", "a|b c|d&e"},
                        {R"(a "b^c" %D%)", "a|b^c|%D%"},
                        {"a 'b c'", "a|'b|c'"},
                        {"a ^", "unfinished"},
                        {"a \"b", "not understood"},
                        {"a \"b\nc\"", "not understood"},
                        {"a\nb", "not understood"},
                        {"a & b", "not understood"},
                        {"a > b", "not understood"},
                    });
}

TEST_CASE("the words of PowerShell") {
  for (const Shell shell : {Shell::powershell, Shell::windows_powershell})
    check(shell, {
                     {"a `\n  b", "a|b"},
                     {"a `\r\n  b", "a|b"},
                     {"a `  b", "a|b"},
                     {"a 'it''s' \"b ``$C\"", "a|it's|b `$C"},
                     {"a $env:B", "a|$env:B"},
                     {"a `", "unfinished"},
                     {"a 'b", "unfinished"},
                     {"a \"b", "unfinished"},
                     {"a \"b`", "unfinished"},
                     {"a \"`n\"", "not understood"},
                     {"a \"$(b)\"", "not understood"},
                     {"a @b", "not understood"},
                     {"a; b", "not understood"},
                 });
  check(Shell::powershell, {{R"(a '{"b": 1}' "c ""d"" `"e`"")", R"(a|{"b": 1}|c "d" "e")"},
                            {R"(a '{\"b\": 1}')", R"(a|{\"b\": 1})"}});
  check(Shell::windows_powershell,
        {{R"(a '{\"b\": 1}' c)", R"(a|{"b": 1}|c)"}, {R"(a '{"b": 1}')", "not understood"}});
}
