#pragma once

#include "server/base/log.h"
#include "server/http/transport.h"
#include "tests/support/fake_clock.h"

#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace unify_ls::testing {

/// Gives prepared answers in order and keeps the requests. One answer too few is an empty 404.
class FakeTransport final : public http::Transport {
 public:
  Task<http::Answer> send(http::Request request) override {
    requests.push_back(std::move(request));
    if (on_send) on_send(requests.back());
    if (answers.empty()) co_return http::Response{.status = 404};
    http::Answer answer = std::move(answers.front());
    answers.pop_front();
    co_return answer;
  }

  const http::BaseUrl& base() const override { return base_; }

  FakeTransport& answer(int status, std::string body = {}) {
    answers.emplace_back(
        http::Response{.status = status, .content_type = "application/json", .body = std::move(body)});
    return *this;
  }

  FakeTransport& fail(http::Trouble trouble, bool sent) {
    answers.emplace_back(std::unexpected(http::Failure{.trouble = trouble, .sent = sent}));
    return *this;
  }

  std::vector<std::string> targets() const {
    std::vector<std::string> all;
    for (const http::Request& request : requests) all.push_back(request.target);
    return all;
  }

  std::deque<http::Answer> answers;
  std::vector<http::Request> requests;
  std::function<void(const http::Request&)> on_send; ///< before the answer; it may throw

 private:
  http::BaseUrl base_{http::Origin("https", "api.cloudbees.io", 443), ""};
};

} // namespace unify_ls::testing
