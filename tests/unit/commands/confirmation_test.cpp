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

std::string value_of(const RunRequest& request, WallTime shown_at = now) {
  return confirmation_value(request, shown_at, writer);
}

bool confirms(std::string_view value, const RunRequest& request, WallTime at,
              std::string_view reader = writer) {
  return read_confirmation(value, request, at, reader).has_value();
}

/// The values of the entries; "run" stands for the one that differs each time.
std::vector<std::string> values_of(const RunRequest& request) {
  std::vector<std::string> values;
  for (const protocol::FormEntry& entry : *confirmation_question(request, now, writer).type.entries)
    values.push_back(confirms(entry.value, request, now) ? "run" : entry.value);
  return values;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

} // namespace

TEST_CASE("a confirmation is consent to exactly what it showed") {
  const RunRequest shown = some_request();
  const std::string value = value_of(shown);
  CHECK(confirms(value, shown, now));

  const std::vector<std::pair<std::string_view, std::function<void(RunRequest&)>>> changes{
      {"origin", [](RunRequest& request) { request.run.origin = "https://api.example.org"; }},
      {"component", [](RunRequest& request) { request.run.component.component_id = "other"; }},
      {"branch", [](RunRequest& request) { request.run.branch = "dev"; }},
      {"commit", [](RunRequest& request) { request.run.commit = std::string(40, 'f'); }},
      {"no commit", [](RunRequest& request) { request.run.commit.clear(); }},
      {"file", [](RunRequest& request) { request.run.file = "destroy.yaml"; }},
      {"value", [](RunRequest& request) { request.sent[0].value = "prod"; }},
      {"name", [](RunRequest& request) { request.sent[0].name = "targe"; }},
      {"split", [](RunRequest& request) { request.sent[0] = {.name = "targets", .value = "tage"}; }},
      {"one more", [](RunRequest& request) { request.sent.push_back({.name = "count", .value = "1"}); }},
      {"one less", [](RunRequest& request) { request.sent.clear(); }},
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
  const RunRequest request = some_request();
  CHECK(value_of(request) != value_of(request));
}

TEST_CASE("a warning that went away changes nothing, a new kind does") {
  RunRequest request = some_request();
  const std::string knew_nothing = value_of(request);
  request.warnings = {{Kind::modified, "differs"}, {Kind::duplicate, "again"}};
  const std::string knew_both = value_of(request);
  CHECK_FALSE(confirms(knew_nothing, request, now));
  request.warnings = {{Kind::duplicate, "again"}, {Kind::duplicate, "and again"}};
  const auto given = read_confirmation(knew_both, request, now, writer);
  REQUIRE(given);
  CHECK(given->value == knew_both);
  CHECK(given->knew_of(Kind::modified));
  CHECK(given->knew_of(Kind::duplicate));
  CHECK_FALSE(given->knew_of(Kind::no_journal));
  request.warnings.push_back({Kind::protected_branch, "protected"});
  CHECK_FALSE(confirms(knew_both, request, now));
  // What it knew is part of what was consented to.
  std::string forged = knew_nothing;
  forged.insert(forged.rfind('-'), "protected+duplicate");
  CHECK_FALSE(confirms(forged, request, now));
}

TEST_CASE("a confirmation without a journal counts only where it was given") {
  RunRequest request = some_request();
  CHECK(confirms(value_of(request), request, now, "another00000"));
  request.warnings = {{Kind::no_journal, "read-only"}};
  const std::string value = value_of(request);
  CHECK(confirms(value, request, now));
  CHECK_FALSE(confirms(value, request, now, "another00000"));
  request.warnings.clear(); // nor where the journal can be written again
  CHECK_FALSE(confirms(value, request, now, "another00000"));
}

TEST_CASE("texts for people are not part of what is consented to") {
  RunRequest request = some_request();
  request.warnings = {{Kind::modified, "two lines differ"}};
  const std::string value = value_of(request);
  request.warnings[0].text = "three lines differ";
  request.subject = "another";
  request.fetched_at.reset();
  request.run.component.name = "renamed";
  CHECK(confirms(value, request, now));
}

TEST_CASE("a confirmation is good for ten minutes") {
  const RunRequest request = some_request();
  const std::string value = value_of(request);
  CHECK(confirms(value, request, now + confirmation_lifetime));
  CHECK_FALSE(confirms(value, request, now + confirmation_lifetime + 1s));
  CHECK_FALSE(confirms(value, request, now - 1s));
}

TEST_CASE("what is no confirmation confirms nothing") {
  const RunRequest request = some_request();
  const std::string value = value_of(request);
  const std::string digest = value.substr(value.find('-'));
  for (const std::string& text :
       {std::string(), std::string("-"), std::string("run"), std::string("true"), std::string("cancel"),
        digest, "1800000301" + digest, "x" + value, " " + value, value + " ",
        value.substr(0, value.size() - 1), std::to_string(std::numeric_limits<long long>::max()) + digest,
        "-1" + digest, "99999999999999999999999" + digest}) {
    CAPTURE(text);
    CHECK_FALSE(confirms(text, request, now));
  }
}

TEST_CASE("the confirmation says everything that is sent, one thing a line") {
  RunRequest request = some_request();
  CHECK(confirmation_text(request, now) == "Run deploy.yaml on main of shop?\n"
                                           "workflow: .cloudbees/workflows/deploy.yaml\n"
                                           "branch: main\n"
                                           "component: shop of org (comp)\n"
                                           "commit: 0123456789 Fix the rounding (fetched 5 min ago)\n"
                                           "target: stage\n"
                                           "count: (left out)");
  request.sent = {{.name = "target", .value = ""}, {.name = "count", .value = "3", .from_default = true}};
  request.warnings = {{Kind::modified, "The working copy differs."},
                      {Kind::unpushed, "1 commit is not pushed."}};
  request.run.commit.clear();
  CHECK(confirmation_text(request, now) == "Run deploy.yaml on main of shop? (2 warnings)\n"
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
  RunRequest request = some_request();
  request.run.component.organization_name = "Acme [x](y)";
  CHECK(confirmation_text(request, now).contains("\ncomponent: shop of Acme [x]\\u0028y) (comp)\n"));
  request.run.component = {.component_id = "comp"};
  CHECK(confirmation_text(request, now).contains("\ncomponent: comp\n"));
}

TEST_CASE("how the branch came about stands beside it") {
  RunRequest request = some_request();
  request.branch_note = "the upstream of feature";
  CHECK(confirmation_text(request, now).contains("\nbranch: main (the upstream of feature)\n"));
}

TEST_CASE("a value cannot add a line or a link of its own") {
  RunRequest request = some_request();
  request.sent[0].value = "stage\ncount: 5 [ok](command:x)";
  const std::string text = confirmation_text(request, now);
  CHECK(text.contains("target: stage\\ncount: 5 [ok]\\u0028command:x)"));
  CHECK_FALSE(text.contains("\ncount: 5"));
}

TEST_CASE("a value cannot pass for something that is left out, empty or a default") {
  RunRequest request = some_request();
  for (const std::string value : {"(left out)", "(empty)", "stage (default)"}) {
    request.sent[0].value = value;
    CHECK(confirmation_text(request, now).contains("target: \"" + value + "\"\n"));
    CHECK(confirmation_question(request, now, writer).type.entries->front().description ==
          "Run: target=\"" + value + "\"");
  }
}

TEST_CASE("the question keeps to its length, however long the names are") {
  RunRequest request = some_request();
  for (const std::size_t length : {1U, 20U, 70U, 300U}) {
    request.run.file = std::string(length, 'f');
    request.run.branch = std::string(length, 'b');
    request.run.component.name = std::string(length, 'c');
    request.warnings.assign(8, {Kind::modified, "w"}); // one of each kind is the most there can be
    const std::string line = first_line(confirmation_text(request, now));
    CAPTURE(line);
    // Characters, of which an ellipsis is one in three bytes.
    CHECK(line.size() <= question_limit + 3 * 2);
    CHECK(line.contains("warnings)"));
  }
}

TEST_CASE("run comes first, and cancel where care is due") {
  RunRequest request = some_request();
  CHECK(values_of(request) == std::vector<std::string>{"run", "change", "cancel"});
  request.declared.clear();
  CHECK(values_of(request) == std::vector<std::string>{"run", "cancel"});
  for (const Kind kind : {Kind::protected_branch, Kind::duplicate}) {
    request.warnings = {{kind, "!"}};
    CHECK(values_of(request).front() == "cancel");
  }
  request.warnings = {{Kind::modified, "!"}};
  CHECK(values_of(request).front() != "cancel");
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
