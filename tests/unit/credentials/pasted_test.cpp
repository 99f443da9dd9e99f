#include "server/credentials/pasted.h"

#include <doctest/doctest.h>

#include <string>

using unify_ls::ErrorKind;
using unify_ls::credentials::longest_token;
using unify_ls::credentials::read_pasted;

TEST_CASE("one line of visible ASCII is a token, whatever stands around it") {
  struct Case {
    std::string pasted;
    std::string token;
  };

  for (const Case& given : {
           Case{"abc123", "abc123"},
           Case{"abc123\n", "abc123"},
           Case{" \t abc.DEF-_~+/= \r\n", "abc.DEF-_~+/="},
           Case{"\n\nabc\n\n", "abc"},
           Case{"bearer", "bearer"},
           Case{"bearer-of-news", "bearer-of-news"},
           Case{"!~", "!~"},
           Case{std::string(longest_token, 'x') + "\n", std::string(longest_token, 'x')},
       }) {
    CAPTURE(given.pasted);
    std::string line = given.pasted;
    const auto pasted = read_pasted(line);
    REQUIRE(pasted);
    CHECK(pasted->token.reveal() == given.token);
    CHECK_FALSE(pasted->target);
    CHECK(line.empty());
  }
}

TEST_CASE("everything else is refused, with the reason and without the text") {
  struct Case {
    std::string pasted;
    std::string reason;
  };

  for (const Case& given : {
           Case{"", "is empty"},
           Case{" \n\t", "is empty"},
           Case{"canary\ncanary", "more than one line"},
           Case{"canary\r\ncanary", "more than one line"},
           Case{"canary canary", "blank inside"},
           Case{"canary\tcanary", "blank inside"},
           Case{"Bearer canary", "begins with \"Bearer\""},
           Case{"bearer\tcanary", "begins with \"Bearer\""},
           Case{"BEARER canary", "begins with \"Bearer\""},
           Case{"can\xc3\xa4ry", "not visible ASCII"},
           Case{std::string("can\0ary", 7), "not visible ASCII"},
           Case{"canary\x7f", "not visible ASCII"},
           Case{"\x1b[200~canary\x1b[201~", "not visible ASCII"}, // a terminal's bracketed paste
           Case{std::string(longest_token + 1, 'x'), "longer than 4096"},
           Case{"curl canary", "https://"},
           Case{"curl https://canary.example/v2/components/x/trigger \\", "ends too early"},
       }) {
    CAPTURE(given.reason);
    std::string line = given.pasted;
    const auto pasted = read_pasted(line);
    REQUIRE_FALSE(pasted);
    CHECK(pasted.error().kind == ErrorKind::invalidInputs);
    CHECK(pasted.error().message.find(given.reason) != std::string::npos);
    CHECK(pasted.error().message.find("canary") == std::string::npos);
    CHECK(line.empty());
  }
}

TEST_CASE("Unify's curl command is taken apart, with a token or without one") {
  for (const std::string token : {"canary1", ""}) {
    CAPTURE(token);
    std::string text = "\n curl https://api.cloudbees.io/v2/components/c/trigger -H 'Authorization: Bearer " +
                       (token.empty() ? "<PAT>" : token) + "'\n";
    const auto pasted = read_pasted(text);
    REQUIRE(pasted);
    CHECK(pasted->token.reveal() == token);
    REQUIRE(pasted->target);
    CHECK(pasted->target->component_id == "c");
    CHECK(text.empty());
  }
}
