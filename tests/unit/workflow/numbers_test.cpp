#include "server/workflow/numbers.h"

#include <doctest/doctest.h>

#include <limits>

using namespace unify_ls::workflow;

TEST_CASE("a number given as text becomes a decimal in its shortest form") {
  struct Row {
    std::string_view given, expected;
  };

  const Row rows[] = {
      {"0", "0"},
      {"-0", "0"},
      {"0.000", "0"},
      {"0e999999999999", "0"},
      {"7", "7"},
      {"007", "7"},
      {"+7", "7"},
      {"-7", "-7"},
      {" 7\t", "7"},
      {"1.50", "1.5"},
      {".5", "0.5"},
      {"-.5", "-0.5"},
      {"5.", "5"},
      {"100", "100"},
      {"0100.0010", "100.001"},
      {"1e3", "1000"},
      {"1.5E+2", "150"},
      {"1E-1", "0.1"},
      {"123.456e1", "1234.56"},
      {"123e-2", "1.23"},
      {"0.0000001", "0.0000001"},
      {"12345678901234567890123", "12345678901234567890123"},
      {"0.1234567890123456789", "0.1234567890123456789"},
      {"99999999999999999999999999999999", "99999999999999999999999999999999"},
      {"1e31", "10000000000000000000000000000000"},
      {"1e-32", "0.00000000000000000000000000000001"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.given);
    CHECK(shortest_decimal(row.given) == std::string(row.expected));
  }
}

TEST_CASE("a number is sent as typed where it reads -?digits[.digits], else in its shortest form") {
  struct Row {
    std::string_view typed, sent;
  };

  const Row rows[] = {{"1.20", "1.20"},    {"007", "007"}, {"-0", "-0"},     {"-1.50", "-1.50"},
                      {" 1.20\n", "1.20"}, {"0.0", "0.0"}, {"1e3", "1000"},  {"+7", "7"},
                      {".5", "0.5"},       {"5.", "5"},    {"+1.50", "1.5"}, {"1.50e0", "1.5"}};
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    CHECK(sent_number(row.typed) == std::string(row.sent));
  }
  CHECK(sent_number(std::string(40, '9')) == std::string(40, '9'));
  for (const char* text : {"", "-", ".", "--1", "1.2.3", "1.2 3", "0x1F", "1-"})
    CHECK(sent_number(text) == std::unexpected(NumberFault::not_a_number));
}

TEST_CASE("digits are counted between the outer zeros") {
  CHECK(significant_digits("0") == 0);
  CHECK(significant_digits("-0.001020") == 3);
  CHECK(significant_digits("10200") == 3);
  CHECK(significant_digits("0.30000000000000004") == 17);
}

TEST_CASE("what is no finite decimal is refused") {
  for (const char* text :
       {"",      " ",   ".",    "-",    "+-1", "1e",  "1e+",  "1.2.3",    "1,5", "1 2",  "0x1F", "0o17",
        "1_000", "inf", "-inf", ".inf", "nan", "NaN", ".nan", "Infinity", "e5",  "1e5x", "٣",    "1e1.5"}) {
    CAPTURE(text);
    CHECK(shortest_decimal(std::string_view(text)) == std::unexpected(NumberFault::not_a_number));
  }
  CHECK(shortest_decimal(std::numeric_limits<double>::infinity()) ==
        std::unexpected(NumberFault::not_a_number));
  CHECK(shortest_decimal(-std::numeric_limits<double>::infinity()) ==
        std::unexpected(NumberFault::not_a_number));
  CHECK(shortest_decimal(std::numeric_limits<double>::quiet_NaN()) ==
        std::unexpected(NumberFault::not_a_number));
}

TEST_CASE("a number that nobody could read is refused") {
  for (const char* text : {"1e32", "1e400", "1e-33", "1e99999999999999999999", "1e-99999999999999999999",
                           "100000000000000000000000000000000"}) {
    CAPTURE(text);
    CHECK(shortest_decimal(std::string_view(text)) == std::unexpected(NumberFault::too_long));
  }
  CHECK(shortest_decimal(std::numeric_limits<double>::max()) == std::unexpected(NumberFault::too_long));
  CHECK(shortest_decimal(std::numeric_limits<double>::denorm_min()) ==
        std::unexpected(NumberFault::too_long));
  CHECK(shortest_decimal(std::string(1'000'000, '9')) == std::unexpected(NumberFault::too_long));
}

TEST_CASE("a double is the shortest decimal that reads back as it, without exponent") {
  CHECK(shortest_decimal(0.1) == "0.1");
  CHECK(shortest_decimal(-0.0) == "0");
  CHECK(shortest_decimal(3.0) == "3");
  CHECK(shortest_decimal(0.1 + 0.2) == "0.30000000000000004");
  CHECK(shortest_decimal(1e21) == "1000000000000000000000");
  CHECK(shortest_decimal(1e-7) == "0.0000001");
  CHECK(shortest_decimal(123456789.25) == "123456789.25");
}
