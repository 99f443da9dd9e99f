#include "server/workflow/inputs.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <limits>

using namespace unify_ls::workflow;
using namespace std::string_literals;

namespace {

constexpr std::monostate null{};
constexpr double infinity = std::numeric_limits<double>::infinity();

Input text(std::optional<std::string> default_text = {}) {
  return {.name = "x", .type = InputType::string, .default_text = std::move(default_text)};
}

Input number(std::optional<std::string> default_text = {}) {
  return {.name = "x", .type = InputType::number, .default_text = std::move(default_text)};
}

Input boolean(std::optional<std::string> default_text = {}) {
  return {.name = "x", .type = InputType::boolean, .default_text = std::move(default_text)};
}

Input choice(std::vector<std::string> options, std::optional<std::string> default_text = {}) {
  return {.name = "x",
          .type = InputType::choice,
          .default_text = std::move(default_text),
          .options = std::move(options)};
}

Input required(Input input) {
  input.required = true;
  return input;
}

Input named(std::string name, Input input) {
  input.name = std::move(name);
  return input;
}

/// What is sent, `(left out)`, `(missing)` or the complaint.
std::string outcome(const Input& input, const GivenValue& given) {
  const auto checked = check_input(input, given);
  if (checked) return checked->value_or("(left out)");
  CHECK(checked.error().name == input.name);
  CHECK(checked.error().message.contains("\"x\""));
  return checked.error().missing ? "(missing)" : checked.error().message;
}

/// `a=1 b=2*`, the star for a default.
std::string sent(const Workflow& workflow, const GivenInputs& given) {
  const auto checked = check_inputs(workflow, given);
  REQUIRE(checked.has_value());
  std::string out;
  for (const SentInput& input : *checked)
    out += fmt::format("{}={}{} ", input.name, input.value, input.from_default ? "*" : "");
  return out;
}

std::vector<InputProblem> refused(const Workflow& workflow, const GivenInputs& given) {
  const auto checked = check_inputs(workflow, given);
  REQUIRE_FALSE(checked.has_value());
  return checked.error();
}

Workflow of(std::vector<Input> inputs) {
  return {.name = "Test", .manual = true, .inputs = std::move(inputs)};
}

} // namespace

TEST_CASE("values that are accepted, and how they are sent") {
  struct Row {
    Input input;
    GivenValue given;
    std::string expected;
  };

  const Row rows[] = {
      {text(), "a b"s, "a b"},
      {text(), " kept "s, " kept "},
      {text(), ""s, ""},
      {text(), "007"s, "007"},
      {text(), true, "true"},
      {text(), std::int64_t{-7}, "-7"},
      {text(), std::uint64_t{18446744073709551615U}, "18446744073709551615"},
      {text(), 1.5, "1.5"},
      {text(), std::string(max_value_bytes, 'x'), std::string(max_value_bytes, 'x')},
      {number(), "42"s, "42"},
      {number(), "0042"s, "0042"},
      {number(), "1.20"s, "1.20"},
      {number(), "12345678901234567890123"s, "12345678901234567890123"},
      {number(), "1e3"s, "1000"},
      {number(), std::int64_t{42}, "42"},
      {number(), std::uint64_t{42}, "42"},
      {number(), 0.1, "0.1"},
      {number(), 3.0, "3"},
      {number(), 1e-5, "0.00001"},
      {boolean(), true, "true"},
      {boolean(), false, "false"},
      {boolean(), "true"s, "true"},
      {boolean(), "True"s, "true"},
      {boolean(), "FALSE"s, "false"},
      {choice({"a", "b"}), "b"s, "b"},
      {choice({"1", "2"}), std::int64_t{2}, "2"},
      {choice({"true", "false"}), true, "true"},
      {choice({"", "a"}), ""s, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.expected);
    CHECK(outcome(row.input, row.given) == row.expected);
    CHECK(outcome(required(row.input), row.given) ==
          (row.expected.empty() && row.input.type == InputType::string ? "(missing)" : row.expected));
  }
}

TEST_CASE("values that are refused, and what would be right") {
  struct Row {
    Input input;
    GivenValue given;
    std::string complaint;
  };

  const Row rows[] = {
      {text(), "a\0b"s, "must not hold a NUL character."},
      {text(), "a\xff"s, "must be text in UTF-8."},
      {text(), std::string(max_value_bytes + 1, 'x'), "is longer than 64 KiB."},
      {text(), infinity, "must be a decimal number"},
      {number(), "many"s, R"(must be a decimal number such as 3 or -1.5, not "many".)"},
      {number(), "0x1F"s, R"(not "0x1F")"},
      {number(), "inf"s, R"(not "inf")"},
      {number(), "1,5"s, R"(not "1,5")"},
      {number(), infinity, "must be a decimal number"},
      {number(), std::numeric_limits<double>::quiet_NaN(), "must be a decimal number"},
      {number(), 1e300, "at most 32 digits"},
      {number(), 0.30000000000000004, "more than the 15 digits that a JSON number keeps: send it as text"},
      {text(), 1.2345678901234567e22, "more than the 15 digits"},
      {choice({"0.30000000000000004"}), 0.30000000000000004, "more than the 15 digits"},
      {number(), "1e-300"s, "at most 32 digits"},
      {number(), true, "not true."},
      {boolean(), "yes"s, R"(must be true or false, not "yes".)"},
      {boolean(), "tRUE"s, R"(not "tRUE")"},
      {boolean(), std::int64_t{1}, "must be true or false, not a number."},
      {boolean(), 1.0, "must be true or false, not a number."},
      {choice({"eu", "us"}), "EU "s, R"(must be one of "eu", "us", not "EU ". Did you mean "eu"?)"},
      {choice({"eu", "us"}), "Tokio"s, R"(must be one of "eu", "us", not "Tokio".)"},
      {choice({"eu", "us"}), false, R"(not "false")"},
      {choice({}), "a"s, "is a choice without options"},
      {choice(std::vector<std::string>(30, "o")), "nothing"s, "and 22 more"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.complaint);
    CHECK_MESSAGE(outcome(row.input, row.given).contains(row.complaint), outcome(row.input, row.given));
  }
}

TEST_CASE("a value left empty") {
  struct Row {
    Input input;
    GivenValue given;
    std::string expected;
  };

  const Row rows[] = {
      {text(), null, "(left out)"},
      {text("d"), null, ""},
      {text("d"), ""s, ""},
      {text(""), null, ""},
      {number(), null, "(left out)"},
      {number("1"), null, "(left out)"},
      {number("1"), ""s, "(left out)"},
      {number("1"), " "s, "(left out)"},
      {boolean("true"), null, "(left out)"},
      {boolean("true"), ""s, "(left out)"},
      {choice({"a"}, "a"), null, "(left out)"},
      {choice({"a"}, "a"), ""s, "(left out)"},
  };
  for (const Row& row : rows) {
    CAPTURE(name_of(row.input.type));
    CHECK(outcome(row.input, row.given) == row.expected);
    CHECK(outcome(required(row.input), row.given) == "(missing)");
  }
  CHECK(outcome(choice({"", "a"}), null) == "(left out)");
}

TEST_CASE("a default that comes back untouched stays as the author wrote it") {
  struct Row {
    Input input;
    GivenValue given;
    std::string expected;
  };

  const Row rows[] = {
      {number("007"), std::int64_t{7}, "007"},
      {number("007"), "007"s, "007"},
      {number("007"), "7"s, "7"},
      {number("007"), std::int64_t{8}, "8"},
      {number("1.50"), 1.5, "1.50"},
      {number("1.50"), "1.5"s, "1.5"},
      {number("1e3"), std::int64_t{1000}, "1e3"},
      {number("1.20"), 1.2, "1.20"},
      {boolean("True"), true, "true"},
      {boolean("True"), "true"s, "true"},
      {boolean("True"), false, "false"},
      {boolean("no"), "no"s, "false"},
      {text("one\ntwo\n"), "one\ntwo\n"s, "one\ntwo\n"},
      {text("007"), "007"s, "007"},
      {text("007"), std::int64_t{7}, "7"},
  };
  for (const Row& row : rows) {
    CAPTURE(*row.input.default_text);
    CHECK(outcome(row.input, row.given) == row.expected);
  }
}

TEST_CASE("every input with a value or a default is sent, in the author's order") {
  const Workflow workflow =
      of({named("version", required(text())), named("region", choice({"eu", "us"}, "eu")),
          named("replicas", number("003")), named("debug", boolean()), named("note", text())});
  CHECK(sent(workflow, {{"version", "1"s}}) == "version=1 region=eu* replicas=003* ");
  CHECK(sent(workflow, {{"note", "n"s}, {"debug", true}, {"version", "1"s}}) ==
        "version=1 region=eu* replicas=003* debug=true note=n ");
  CHECK(sent(workflow, {{"region", "us"s}, {"version", "1"s}, {"replicas", null}}) == "version=1 region=us ");
  CHECK(sent(workflow, {{"version", "1"s}, {"region", "eu"s}, {"replicas", std::int64_t{3}}}) ==
        "version=1 region=eu* replicas=003* ");
  CHECK(sent(of({}), {}) == "");
}

TEST_CASE(
    "a default that cannot be used is left out where nobody touched it, and missing where it is required") {
  for (const Input& input :
       {choice({"x"}, "gone"), choice({"x"}, ""), number("0x1F"), number(""), boolean("maybe"), boolean(""),
        text("a\0b"s), text(std::string(max_value_bytes + 1, 'x'))}) {
    CAPTURE(*input.default_text);
    CHECK(has_unusable_default(input));
    CHECK(usable_default(input) == std::nullopt);
    CHECK(sent(of({input}), {}) == "");
    CHECK(refused(of({required(input)}), {})[0].missing);
    // It is no value that somebody could mean, either.
    CHECK(outcome(required(input), *input.default_text) != *input.default_text);
  }
  for (const Input& input : {choice({"x", ""}, ""), number("007"), boolean("NO"), text(""), text()})
    CHECK_FALSE(has_unusable_default(input));
}

TEST_CASE("a boolean default is sent as true or false, however it is spelled") {
  for (const char* yes : {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y"})
    CHECK(sent(of({boolean(yes)}), {}) == "x=true* ");
  for (const char* no : {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N"}) {
    CHECK(sent(of({required(boolean(no))}), {}) == "x=false* ");
    CHECK(sent(of({boolean(no)}), {{"x", false}}) == "x=false* ");
    CHECK(sent(of({boolean(no)}), {{"x", true}}) == "x=true ");
  }
}

TEST_CASE("a required input needs no value where it has a default that is not empty") {
  CHECK(sent(of({required(text("d"))}), {}) == "x=d* ");
  CHECK(refused(of({required(text(""))}), {})[0].missing);
  CHECK(sent(of({required(choice({"", "a"}, ""))}), {}) == "x=* ");
  CHECK(refused(of({required(text())}), {})[0].missing);
  CHECK(refused(of({required(choice({"a", "b"}))}), {})[0].message ==
        R"(Input "x" needs a value: one of "a", "b".)");
}

TEST_CASE("all problems are told at once, and which of them can be asked for") {
  const Workflow workflow =
      of({named("version", required(text())), named("count", number()), named("debug", boolean())});
  const auto problems =
      refused(workflow, {{"verison", "1"s}, {"count", "many"s}, {"count", "3"s}, {"colour", "red"s}});
  REQUIRE(problems.size() == 5);
  CHECK(problems[0].name == "verison");
  CHECK(problems[0].message == R"(There is no input "verison". Did you mean "version"?)");
  CHECK(problems[1].message == R"(Input "count" is given twice.)");
  CHECK(problems[2].message ==
        R"(There is no input "colour". This workflow has "version", "count", "debug".)");
  CHECK(problems[3].name == "version");
  CHECK(problems[3].missing);
  CHECK(problems[4].name == "count");
  for (const std::size_t i : {0U, 1U, 2U, 4U}) CHECK_FALSE(problems[i].missing);
  CHECK(refused(of({}), {{"a", null}})[0].message == R"(There is no input "a". This workflow has none.)");
}

TEST_CASE("not more problems are told than anybody reads") {
  GivenInputs given;
  for (std::size_t i = 0; i < 10 * max_input_problems; ++i) given.emplace_back(fmt::format("n{}", i), null);
  CHECK(refused(of({}), given).size() == max_input_problems);
}
