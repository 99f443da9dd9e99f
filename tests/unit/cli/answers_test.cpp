#include "server/cli/answers.h"
#include "server/commands/questions.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::cli;
namespace json = boost::json;

namespace {

protocol::FormField choice(std::vector<protocol::FormEntry> entries, std::string id = "inputs.x") {
  return {.id = std::move(id),
          .description = "Which one?",
          .type = {.kind = "enum", .entries = std::move(entries)},
          .required = true};
}

protocol::FormField preselected(protocol::FormField field, std::string_view value) {
  field.default_ = json::value(json::string(value));
  return field;
}

protocol::FormField environments() {
  return preselected(
      choice({{"production", "production"}, {"staging", "staging (default)"}, {"pre-prod", "pre-prod"}}),
      "staging");
}

protocol::FormField confirmation() {
  return preselected(choice({{"1765000000-abc", "Run: environment=prod"},
                             {std::string(commands::change_inputs), "Change the inputs…"},
                             {std::string(commands::cancel_run), "Cancel: start nothing"}},
                            "confirmed"),
                     "1765000000-abc");
}

protocol::FormField text(bool required, std::optional<json::value> by_default = {}) {
  return {.id = "inputs.version",
          .description = "version",
          .type = {.kind = "string"},
          .required = required,
          .default_ = std::move(by_default)};
}

/// The chosen value; "(left)" and "(again)" for what is no answer.
std::string outcome(const protocol::FormField& field, std::string_view typed) {
  const Typed understood = understand(field, typed);
  if (understood.left) return "(left)";
  if (!understood.answer) {
    CHECK_FALSE(understood.wrong.empty());
    return "(again)";
  }
  if (understood.answer->is_null()) return "(empty)";
  return understood.answer->is_string() ? std::string(understood.answer->get_string())
                                        : protocol::to_text(*understood.answer);
}

} // namespace

TEST_CASE("a choice takes Enter, a number, a name or a part of one") {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"", "staging"},
      {"  ", "staging"},
      {"1", "production"},
      {"2", "staging"},
      {"3", "pre-prod"},
      {"0", "(again)"},
      {"4", "(again)"},
      {"-1", "(again)"},
      {"production", "production"},
      {"PROD", "production"},
      {"sta", "staging"},
      {"p", "(again)"},
      {"uction", "production"},
      {"moon", "(again)"},
      {"q", "(left)"},
      {"Q", "(left)"},
      {"99999999999999999999999", "(again)"}};
  for (const auto& [typed, expected] : cases) {
    CAPTURE(typed);
    CHECK(outcome(environments(), typed) == expected);
  }
}

TEST_CASE("values that are numbers are chosen by value") {
  const protocol::FormField field = preselected(choice({{"3", "3"}, {"1", "1"}, {"2", "2 (default)"}}), "2");
  CHECK(outcome(field, "1") == "1");
  CHECK(outcome(field, "2") == "2");
  CHECK(outcome(field, "") == "2");
  CHECK(question_text(field, Style()).find("1)") == std::string::npos);
  CHECK(prompt_text(field, Style()) == "Your choice [2, q leaves]: ");
  const protocol::FormField decimals = choice({{"2.5", "2.5"}, {"1.5", "1.5"}});
  CHECK(outcome(decimals, "1") == "1.5");
}

TEST_CASE("Enter takes what is preselected, wherever that stands, and else chooses nothing") {
  CHECK(prompt_text(environments(), Style()) == "Your choice [2, q leaves]: ");
  const protocol::FormField open = choice({{"false", "false"}, {"true", "true"}});
  CHECK(prompt_text(open, Style()) == "Your choice [q leaves]: ");
  CHECK(outcome(open, "") == "(again)");
  CHECK(outcome(open, " ") == "(again)");
}

TEST_CASE("a boolean takes y, n, yes and no; other lists do not") {
  const protocol::FormField flag = choice({{"", "(leave out)"}, {"false", "false"}, {"true", "true"}});
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"y", "true"}, {"YES", "true"}, {"n", "false"}, {"No", "false"}, {"true", "true"}, {"f", "false"}};
  for (const auto& [typed, expected] : cases) {
    CAPTURE(typed);
    CHECK(outcome(flag, typed) == expected);
  }
  CHECK(outcome(choice({{"true", "true"}, {"auto", "auto"}}), "y") == "(again)");
  CHECK(outcome(choice({{"nightly", "nightly"}, {"yearly", "yearly"}}), "n") == "nightly");
}

TEST_CASE("an empty option is typed as it is shown") {
  const protocol::FormField field = choice({{"(leave out)", "(leave out)"}, {"", "\"\""}, {"a", "a"}});
  CHECK(outcome(field, "\"\"") == "");
  CHECK(outcome(field, "2") == "");
  CHECK(outcome(field, "(leave out)") == "(leave out)");
  CHECK(prompt_text(preselected(field, ""), Style()) == "Your choice [2, q leaves]: ");
}

TEST_CASE("an entry may be called q, and a slip of the keyboard gets a hint") {
  CHECK(outcome(choice({{"p", "p"}, {"q", "q"}}), "q") == "q");
  CHECK(understand(environments(), "producton").wrong ==
        "`producton` is not in the list. Did you mean `production`?");
  CHECK(understand(environments(), "p").wrong == "`p` fits several: production, pre-prod.");
}

TEST_CASE("a confirmation takes only what is meant as one") {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"y", "1765000000-abc"},   {"YES", "1765000000-abc"}, {"run", "1765000000-abc"},
      {"1", "1765000000-abc"},   {"", "1765000000-abc"},    {"2", "change"},
      {"change", "change"},      {"3", "cancel"},           {"n", "(left)"},
      {"no", "(left)"},          {"q", "(left)"},           {"cancel", "cancel"},
      {"c", "(again)"},          {"prod", "(again)"},       {"17", "(again)"},
      {"environment", "(again)"}};
  for (const auto& [typed, expected] : cases) {
    CAPTURE(typed);
    CHECK(outcome(confirmation(), typed) == expected);
  }
}

TEST_CASE("Enter cancels where the server puts that first") {
  protocol::FormField careful = confirmation();
  std::ranges::rotate(*careful.type.entries, careful.type.entries->end() - 1);
  careful.default_ = json::value(json::string(careful.type.entries->front().value));
  CHECK(outcome(careful, "") == "cancel");
}

TEST_CASE("a text takes its default, can be left out, and can be empty") {
  CHECK(outcome(text(true), "1.4.2") == "1.4.2");
  CHECK(outcome(text(true), " a b ") == " a b ");
  CHECK(outcome(text(true), "q") == "q");
  CHECK(outcome(text(true), "") == "(again)");
  CHECK(outcome(text(false), "") == "(empty)");
  CHECK(outcome(text(false), "\"\"") == "");
  CHECK(outcome(text(false), "''") == "");
  CHECK(outcome(text(false, json::value("main")), "") == "main");
  CHECK(outcome(text(false, json::value(2)), "") == "2");
  CHECK(prompt_text(text(true), Style()) == "> ");
  CHECK(prompt_text(text(false), Style()) == "[leave out] > ");
  CHECK(prompt_text(text(false, json::value(2)), Style()) == "[2] > ");
}

TEST_CASE("a question shows what was wrong, every line of it, and its entries") {
  protocol::FormField field = confirmation();
  field.description = "Run deploy.yaml?\nbranch: main\nwarning: main is a protected branch";
  field.error = "Confirm again.";
  CHECK(question_text(field, Style()) == "\nConfirm again.\nRun deploy.yaml?\n  branch: main\n"
                                         "  warning: main is a protected branch\n"
                                         "  1) Run: environment=prod\n  2) Change the inputs…\n"
                                         "  3) Cancel: start nothing\n");
}

TEST_CASE("a long list is cut and says so") {
  std::vector<protocol::FormEntry> entries;
  for (int i = 0; i < 40; ++i)
    entries.push_back({fmt::format("branch-{}-x", i), fmt::format("branch-{}-x", i)});
  const std::string shown = question_text(choice(entries), Style());
  CHECK(shown.find("branch-29-x") != std::string::npos);
  CHECK(shown.find("branch-30-x") == std::string::npos);
  CHECK(shown.find("and 10 more") != std::string::npos);
  CHECK(outcome(choice(entries), "branch-39") == "branch-39-x");
}
