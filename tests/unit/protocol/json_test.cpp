#include "protocol/json.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

namespace {

using namespace unify_ls::protocol;

struct Leaf {
  std::string name;
  std::optional<std::string> default_;
};
BOOST_DESCRIBE_STRUCT(Leaf, (), (name, default_))

struct Tree {
  int number = 0;
  std::optional<double> fraction;
  std::optional<bool> flag;
  std::vector<Leaf> leaves;
  std::map<std::string, std::string> words;
  std::optional<json::value> anything;
  json::object object;
};
BOOST_DESCRIBE_STRUCT(Tree, (), (number, fraction, flag, leaves, words, anything, object))

json::value parsed(std::string_view text) {
  auto value = parse_json(text);
  REQUIRE(value);
  return *value;
}

/// What reading and writing again gives, or the error.
std::string again(std::string_view text) {
  const auto tree = read<Tree>(parsed(text));
  return tree ? to_text(write(*tree)) : tree.error().message();
}

} // namespace

TEST_CASE("a struct is read as tolerantly as a wire needs, and written without what is empty") {
  struct Row {
    std::string_view given;
    std::string_view result;
  };

  const std::string_view bare = R"({"number":1,"leaves":[],"words":{},"object":{}})";
  const std::vector<Row> rows{
      {R"({"number": 1})", bare},
      {R"({"number": 1.0, "unknown": [{}]})", bare},
      {R"({"number": 1, "fraction": null, "flag": null, "leaves": null, "words": null, "object": null})",
       bare},
      {R"({"number": 1, "words": [], "object": []})", bare},
      {R"({"number": -1, "fraction": 2, "flag": false, "leaves": [{"name": "a", "default": "b"}],
           "words": {"k": "v"}, "anything": [1], "object": {"z": 1, "a": 2}})",
       R"({"number":-1,"fraction":2E0,"flag":false,"leaves":[{"name":"a","default":"b"}],)"
       R"("words":{"k":"v"},"anything":[1],"object":{"z":1,"a":2}})"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.given);
    CHECK(again(row.given) == row.result);
  }
}

TEST_CASE("an error of reading names its place") {
  struct Row {
    std::string_view given;
    std::string_view error;
  };

  const std::vector<Row> rows{
      {"[1]", "expected an object"},
      {"7", "expected an object"},
      {"{}", "expected a value at `number`"},
      {"[]", "expected a value at `number`"},
      {"null", "expected a value at `number`"},
      {R"({"number": "1"})", "expected a whole number at `number`"},
      {R"({"number": 1.5})", "expected a whole number at `number`"},
      {R"({"number": 4294967296})", "expected a whole number at `number`"},
      {R"({"number": 1, "fraction": "x"})", "expected a number at `fraction`"},
      {R"({"number": 1, "flag": 1})", "expected true or false at `flag`"},
      {R"({"number": 1, "leaves": {}})", "expected a list at `leaves`"},
      {R"({"number": 1, "leaves": [{"name": "a"}, {"name": 1}]})", "expected a string at `leaves[1].name`"},
      {R"({"number": 1, "leaves": [{"name": "a", "default": 1}]})",
       "expected a string at `leaves[0].default`"},
      {R"({"number": 1, "words": {"k": 1}})", "expected a string at `words.k`"},
      {R"({"number": 1, "words": [1]})", "expected an object at `words`"},
      {R"({"number": 1, "object": 1})", "expected an object at `object`"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.given);
    CHECK(again(row.given) == row.error);
  }
}

TEST_CASE("what is not JSON is refused with a sentence") {
  for (const std::string_view text : {"", " ", "{", "{\"a\":}", "nul", "{} {}", "'a'", "\"\xff\"", "[1,]"}) {
    CAPTURE(text);
    const auto value = parse_json(text);
    REQUIRE_FALSE(value);
    CHECK(value.error().starts_with("this is not JSON: "));
  }
}

TEST_CASE("nesting has a limit") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(parse_json(nested(json_depth_limit)));
  const auto deeper = parse_json(nested(json_depth_limit + 1));
  REQUIRE_FALSE(deeper);
  CHECK(deeper.error() == "the JSON is nested deeper than 64 levels");
  CHECK_FALSE(parse_json(std::string(1'000'000, '[')));
}

TEST_CASE("what is written is always valid JSON and UTF-8") {
  const double infinite = std::numeric_limits<double>::infinity();
  CHECK(to_text(json::value(infinite)) == "null");
  CHECK(to_text(json::value(std::numeric_limits<double>::quiet_NaN())) == "null");
  CHECK(to_text(json::object{{"a", json::array{infinite, 1}}}) == R"({"a":[null,1]})");
  CHECK(to_text(json::value(json::string("a\xff"))) == "\"a\xef\xbf\xbd\"");
  CHECK(to_text(json::object{{"\xff", "x"}}) == "{\"\xef\xbf\xbd\":\"x\"}");
  CHECK(to_text(json::value(json::string("line\n\"é\"\x01"))) == R"("line\n\"é\"\u0001")");
  CHECK(to_text(json::value(json::string(std::string(20'000, 'a')))).size() == 20'002);
}

TEST_CASE("a number is the nearest double, and one whose digits get lost never reads as a rounder one") {
  CHECK(parsed("1.1").get_double() == 1.1);
  CHECK(parsed("1.5e-25").get_double() == 1.5e-25);
  CHECK(parsed("1e23").get_double() == 1e23);
  CHECK(parsed("100000000000000000000000").get_double() == 1e23);
  CHECK(parsed("0.1234567890123456789").get_double() == 0.1234567890123456789);
  CHECK(parsed("7.000000000000000000000").get_double() == 7);
  CHECK(parsed("-9007199254740993").get_int64() == -9007199254740993);
  CHECK(parsed("18446744073709551615").get_uint64() == std::numeric_limits<std::uint64_t>::max());
  CHECK(parsed("1.00000000000000000001").get_double() > 1);
  CHECK(parsed("1.00000000000000000001").get_double() < 1.000000000000001);
  CHECK(parsed("100000000000000000000001").get_double() > 1e23);
}
