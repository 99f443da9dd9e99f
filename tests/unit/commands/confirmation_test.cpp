#include "server/commands/confirmation.h"
#include "server/commands/digest.h"
#include "server/commands/questions.h"
#include "tests/unit/commands/run_request_fixture.h"

#include <doctest/doctest.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::commands;
using namespace unify_ls::testing;
using namespace std::chrono_literals;
using Kind = RunWarning::Kind;

namespace {

constexpr WallTime now{1'800'000'300s};
constexpr std::string_view writer = "0123456789ab";

std::string value_of(const RunRequest& run, WallTime shown_at = now) {
  return confirmation_value(run, shown_at, writer);
}

bool confirms(std::string_view value, const RunRequest& run, WallTime at, std::string_view reader = writer) {
  return read_confirmation(value, run, at, reader).has_value();
}

/// The values of the entries; "run" stands for the one that differs each time.
std::vector<std::string> values_of(const RunRequest& run) {
  std::vector<std::string> values;
  for (const protocol::FormEntry& entry : *confirmation_question(run, now, writer).type.entries)
    values.push_back(confirms(entry.value, run, now) ? "run" : entry.value);
  return values;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

} // namespace

TEST_CASE("a confirmation is consent to exactly what it showed") {
  const RunRequest shown = some_request();
  const std::string value = value_of(shown);
  CHECK(confirms(value, shown, now));

  const std::vector<std::pair<std::string_view, std::function<void(RunRequest&)>>> changes{
      {"origin", [](RunRequest& run) { run.origin = "https://api.example.org"; }},
      {"component", [](RunRequest& run) { run.component.component_id = "other"; }},
      {"branch", [](RunRequest& run) { run.branch = "dev"; }},
      {"commit", [](RunRequest& run) { run.commit = std::string(40, 'f'); }},
      {"no commit", [](RunRequest& run) { run.commit.reset(); }},
      {"file", [](RunRequest& run) { run.file = "destroy.yaml"; }},
      {"value", [](RunRequest& run) { run.inputs[0].value = "prod"; }},
      {"name", [](RunRequest& run) { run.inputs[0].name = "targe"; }},
      {"split", [](RunRequest& run) { run.inputs[0] = {.name = "targets", .value = "tage"}; }},
      {"one more", [](RunRequest& run) { run.inputs.push_back({.name = "count", .value = "1"}); }},
      {"one less", [](RunRequest& run) { run.inputs.clear(); }},
  };
  for (const auto& [what, change] : changes) {
    CAPTURE(what);
    RunRequest other = shown;
    change(other);
    CHECK_FALSE(confirms(value, other, now));
    CHECK_FALSE(confirms(value_of(other), shown, now));
  }
}

TEST_CASE("two confirmations of one second are two") {
  const RunRequest run = some_request();
  CHECK(value_of(run) != value_of(run));
}

TEST_CASE("a warning that went away changes nothing, a new kind does") {
  RunRequest run = some_request();
  const std::string knew_nothing = value_of(run);
  run.warnings = {{Kind::modified, "differs"}, {Kind::duplicate, "again"}};
  const std::string knew_both = value_of(run);
  CHECK_FALSE(confirms(knew_nothing, run, now));
  run.warnings = {{Kind::duplicate, "again"}, {Kind::duplicate, "and again"}};
  const auto given = read_confirmation(knew_both, run, now, writer);
  REQUIRE(given);
  CHECK(given->value == knew_both);
  CHECK(given->knew_of(Kind::modified));
  CHECK(given->knew_of(Kind::duplicate));
  CHECK_FALSE(given->knew_of(Kind::no_journal));
  run.warnings.push_back({Kind::protected_branch, "protected"});
  CHECK_FALSE(confirms(knew_both, run, now));
  // What it knew is part of what was consented to.
  std::string forged = knew_nothing;
  forged.insert(forged.rfind('-'), "protected+duplicate");
  CHECK_FALSE(confirms(forged, run, now));
}

TEST_CASE("a confirmation without a journal counts only where it was given") {
  RunRequest run = some_request();
  CHECK(confirms(value_of(run), run, now, "another00000"));
  run.warnings = {{Kind::no_journal, "read-only"}};
  const std::string value = value_of(run);
  CHECK(confirms(value, run, now));
  CHECK_FALSE(confirms(value, run, now, "another00000"));
  run.warnings.clear(); // nor where the journal can be written again
  CHECK_FALSE(confirms(value, run, now, "another00000"));
}

TEST_CASE("texts for people are not part of what is consented to") {
  RunRequest run = some_request();
  run.warnings = {{Kind::modified, "two lines differ"}};
  const std::string value = value_of(run);
  run.warnings[0].text = "three lines differ";
  run.subject = "another";
  run.fetched_at.reset();
  run.component.name = "renamed";
  CHECK(confirms(value, run, now));
}

TEST_CASE("a confirmation is good for ten minutes") {
  const RunRequest run = some_request();
  const std::string value = value_of(run);
  CHECK(confirms(value, run, now + confirmation_lifetime));
  CHECK_FALSE(confirms(value, run, now + confirmation_lifetime + 1s));
  CHECK_FALSE(confirms(value, run, now - 1s));
}

TEST_CASE("what is no confirmation confirms nothing") {
  const RunRequest run = some_request();
  const std::string value = value_of(run);
  const std::string digest = value.substr(value.find('-'));
  for (const std::string& text :
       {std::string(), std::string("-"), std::string("run"), std::string("true"), std::string("cancel"),
        digest, "1800000301" + digest, "x" + value, " " + value, value + " ",
        value.substr(0, value.size() - 1), std::to_string(std::numeric_limits<long long>::max()) + digest,
        "-1" + digest, "99999999999999999999999" + digest}) {
    CAPTURE(text);
    CHECK_FALSE(confirms(text, run, now));
  }
}

TEST_CASE("the confirmation says everything that is sent, one thing a line") {
  RunRequest run = some_request();
  CHECK(confirmation_text(run, now) == "Run deploy.yaml on main of shop?\n"
                                       "workflow: .cloudbees/workflows/deploy.yaml\n"
                                       "branch: main\n"
                                       "component: shop of org (comp)\n"
                                       "commit: 0123456789 Mend the till (fetched 5 min ago)\n"
                                       "target: stage\n"
                                       "count: (left out)");
  run.inputs = {{.name = "target", .value = ""}, {.name = "count", .value = "3", .from_default = true}};
  run.warnings = {{Kind::modified, "The working copy differs."}, {Kind::unpushed, "1 commit is not pushed."}};
  run.commit.reset();
  CHECK(confirmation_text(run, now) == "Run deploy.yaml on main of shop? (2 warnings)\n"
                                       "workflow: .cloudbees/workflows/deploy.yaml\n"
                                       "branch: main\n"
                                       "component: shop of org (comp)\n"
                                       "commit: not known here\n"
                                       "target: (empty)\n"
                                       "count: 3 (default)\n"
                                       "warning: The working copy differs.\n"
                                       "warning: 1 commit is not pushed.");
}

TEST_CASE("components of one name are told apart by their organization and id") {
  RunRequest run = some_request();
  run.component.organization_name = "Acme [x](y)";
  CHECK(confirmation_text(run, now).contains("\ncomponent: shop of Acme [x]\\u0028y) (comp)\n"));
  run.component = {.component_id = "comp"};
  CHECK(confirmation_text(run, now).contains("\ncomponent: comp\n"));
}

TEST_CASE("how the branch came about stands beside it") {
  RunRequest run = some_request();
  run.branch_note = "the upstream of feature";
  CHECK(confirmation_text(run, now).contains("\nbranch: main (the upstream of feature)\n"));
}

TEST_CASE("a value cannot add a line or a link of its own") {
  RunRequest run = some_request();
  run.inputs[0].value = "stage\ncount: 5 [ok](command:x)";
  const std::string text = confirmation_text(run, now);
  CHECK(text.contains("target: stage\\ncount: 5 [ok]\\u0028command:x)"));
  CHECK_FALSE(text.contains("\ncount: 5"));
}

TEST_CASE("a value cannot pass for something that is left out, empty or a default") {
  RunRequest run = some_request();
  for (const std::string value : {"(left out)", "(empty)", "stage (default)"}) {
    run.inputs[0].value = value;
    CHECK(confirmation_text(run, now).contains("target: \"" + value + "\"\n"));
    CHECK(confirmation_question(run, now, writer).type.entries->front().description ==
          "Run: target=\"" + value + "\"");
  }
}

TEST_CASE("the question keeps to its length, however long the names are") {
  RunRequest run = some_request();
  for (const std::size_t length : {1U, 20U, 70U, 300U}) {
    run.file = std::string(length, 'f');
    run.branch = std::string(length, 'b');
    run.component.name = std::string(length, 'c');
    run.warnings.assign(8, {Kind::modified, "w"}); // one of each kind is the most there can be
    const std::string line = first_line(confirmation_text(run, now));
    CAPTURE(line);
    // Characters, of which an ellipsis is one in three bytes.
    CHECK(line.size() <= question_limit + 3 * 2);
    CHECK(line.contains("warnings)"));
  }
}

TEST_CASE("run comes first, and cancel where care is due") {
  RunRequest run = some_request();
  CHECK(values_of(run) == std::vector<std::string>{"run", "change", "cancel"});
  run.declared.clear();
  CHECK(values_of(run) == std::vector<std::string>{"run", "cancel"});
  for (const Kind kind : {Kind::protected_branch, Kind::duplicate}) {
    run.warnings = {{kind, "!"}};
    CHECK(values_of(run).front() == "cancel");
  }
  run.warnings = {{Kind::modified, "!"}};
  CHECK(values_of(run).front() != "cancel");
}

TEST_CASE("the entry to run repeats the inputs") {
  const protocol::FormField question = confirmation_question(some_request(), now, writer);
  CHECK(question.id == "confirmed");
  CHECK(question.required);
  CHECK(question.type.entries->front().description == "Run: target=stage");
}

TEST_CASE("a digest tells lists of texts apart") {
  CHECK(digest({"ab", "c"}) != digest({"a", "bc"}));
  CHECK(digest({"a"}) != digest({"a", ""}));
  CHECK(digest({}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}
