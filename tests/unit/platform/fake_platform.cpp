#include "fake_platform.h"

#include <utility>

namespace unify_ls::testing {

Task<http::Answer> FakeTransport::send(http::Request request) {
  requests.push_back(std::move(request));
  if (on_send) on_send(requests.back());
  if (answers.empty()) co_return http::Response{.status = 404};
  http::Answer answer = std::move(answers.front());
  answers.pop_front();
  co_return answer;
}

FakeTransport& FakeTransport::answer(int status, std::string body) {
  answers.emplace_back(
      http::Response{.status = status, .content_type = "application/json", .body = std::move(body)});
  return *this;
}

FakeTransport& FakeTransport::fail(http::Trouble trouble, bool sent) {
  answers.emplace_back(std::unexpected(http::Failure{.trouble = trouble, .sent = sent}));
  return *this;
}

std::vector<std::string> FakeTransport::targets() const {
  std::vector<std::string> all;
  for (const http::Request& request : requests) all.push_back(request.target);
  return all;
}

} // namespace unify_ls::testing
