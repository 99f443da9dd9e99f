#include "protocol/errors.h"
#include "protocol/message.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace unify_ls::protocol;

TEST_CASE("messages are read and written alike in both directions") {
  for (const std::string_view body : {
           R"({"jsonrpc":"2.0","id":1,"method":"a"})",
           R"({"jsonrpc":"2.0","id":"1","method":"a","params":{}})",
           R"({"jsonrpc":"2.0","id":-9223372036854775808,"method":"a","params":[1,"2"]})",
           R"({"jsonrpc":"2.0","method":"a/b","params":{"x":null}})",
           R"({"jsonrpc":"2.0","id":1,"result":null})",
           R"({"jsonrpc":"2.0","id":"x","result":{"a":1}})",
           R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"m"}})",
           R"({"jsonrpc":"2.0","id":2,"error":{"code":-32803,"message":"m","data":{"kind":"git"}}})",
       }) {
    CAPTURE(body);
    const auto message = parse_message(body);
    REQUIRE(message);
    CHECK(to_body(*message) == body);
  }
}

TEST_CASE("what clients write a little differently is understood") {
  struct Row {
    std::string_view given;
    std::string_view read;
  };

  const std::vector<Row> rows{
      {R"({"id":1,"result":5,"error":null,"jsonrpc":"2.0"})", R"({"jsonrpc":"2.0","id":1,"result":5})"},
      {R"({"jsonrpc":"2.0","id":1,"method":"a","params":null})", R"({"jsonrpc":"2.0","id":1,"method":"a"})"},
      {R"({"jsonrpc":"2.0","id":1,"error":"odd"})",
       R"({"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"the other side gave no reason"}})"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.given);
    const auto message = parse_message(row.given);
    REQUIRE(message);
    CHECK(to_body(*message) == row.read);
  }
}

TEST_CASE("what is no message is answered with what is wrong, under its id where that could be read") {
  struct Row {
    std::string_view given;
    int code;
    std::string id; ///< as shown; empty for none
  };

  const std::vector<Row> rows{
      {"{", code::parse_error, ""},
      {"[]", code::invalid_request, ""},
      {R"([{"jsonrpc":"2.0","method":"a"}])", code::invalid_request, ""},
      {"1", code::invalid_request, ""},
      {"null", code::invalid_request, ""},
      {"{}", code::invalid_request, ""},
      {R"({"id":1,"method":"a"})", code::invalid_request, "1"},
      {R"({"jsonrpc":"1.0","id":"a","method":"a"})", code::invalid_request, "\"a\""},
      {R"({"jsonrpc":"2.0","id":1,"method":5})", code::invalid_request, "1"},
      {R"({"jsonrpc":"2.0","id":1,"method":"a","params":"x"})", code::invalid_request, "1"},
      {R"({"jsonrpc":"2.0","id":null,"method":"a"})", code::invalid_request, ""},
      {R"({"jsonrpc":"2.0","id":1.5,"method":"a"})", code::invalid_request, ""},
      {R"({"jsonrpc":"2.0","id":{},"method":"a"})", code::invalid_request, ""},
      {R"({"jsonrpc":"2.0","id":1})", code::invalid_request, "1"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.given);
    const auto message = parse_message(row.given);
    REQUIRE_FALSE(message);
    CHECK(message.error().code == row.code);
    CHECK((message.error().id ? message.error().id->shown() : "") == row.id);
    CHECK_FALSE(message.error().message.empty());
  }
}

TEST_CASE("1 and \"1\" are two ids") {
  CHECK(RequestId(1) != RequestId("1"));
  CHECK(RequestId(1).shown() == "1");
  CHECK(RequestId("1").shown() == "\"1\"");
}
