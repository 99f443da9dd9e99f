#include "server/http/answer_head.h"

#include <doctest/doctest.h>

#include <initializer_list>

using unify_ls::http::AnswerHead;

namespace {

AnswerHead head_of(std::initializer_list<std::string_view> lines) {
  AnswerHead head;
  for (const std::string_view line : lines) head.take(line);
  return head;
}

} // namespace

TEST_CASE("headers are read whatever the case of their names and the blanks around their values") {
  const AnswerHead head = head_of(
      {"HTTP/1.1 429 Slow down\r\n", "dAtE:Tue, 24 Nov 2026 06:35:00 GMT\r\n", "RETRY-AFTER: \t5 \r\n",
       "Content-Type: application/json; charset=utf-8\r\n", "X-Date: no\r\n", "\r\n"});
  CHECK(head.date() == "Tue, 24 Nov 2026 06:35:00 GMT");
  CHECK(head.retry_after() == "5");
  CHECK(head.content_type() == "application/json; charset=utf-8");
}

TEST_CASE("the first of two headers of one name counts") {
  CHECK(head_of({"HTTP/1.1 200 OK\r\n", "Retry-After: 1\r\n", "Retry-After: 2\r\n"}).retry_after() == "1");
}

TEST_CASE("an interim answer leaves nothing behind") {
  const AnswerHead head = head_of({"HTTP/1.1 103 Early Hints\r\n", "Content-Type: text/html\r\n", "\r\n",
                                   "HTTP/1.1 200 OK\r\n", "Retry-After: 3\r\n", "\r\n"});
  CHECK(head.content_type().empty());
  CHECK(head.retry_after() == "3");
}

TEST_CASE("what is no header is not taken for one") {
  SUBCASE("a trailer") {
    CHECK(head_of({"HTTP/1.1 200 OK\r\n", "\r\n", "Retry-After: 9\r\n"}).retry_after().empty());
  }
  SUBCASE("a line without a colon") { CHECK(head_of({"HTTP/1.1 200 OK\r\n", "Date\r\n"}).date().empty()); }
  SUBCASE("a line before any status") { CHECK(head_of({"Date: x\r\n"}).date().empty()); }
  SUBCASE("the second line of a folded value") {
    CHECK(head_of({"HTTP/1.1 200 OK\r\n", "X: 1\r\n", " Date: x\r\n"}).date().empty());
  }
}
