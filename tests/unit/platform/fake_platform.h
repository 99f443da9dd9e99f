#pragma once

#include "server/base/log.h"
#include "server/http/transport.h"
#include "tests/support/fake_clock.h"

#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace unify_ls::testing {

/// Gives prepared answers in order and keeps the requests. One answer too few is an empty 404.
class FakeTransport final : public http::Transport {
 public:
  Task<http::Answer> send(http::Request request) override;

  const http::BaseUrl& base() const override { return base_; }

  FakeTransport& answer(int status, std::string body = {});
  FakeTransport& fail(http::Trouble trouble, bool sent);

  std::vector<std::string> targets() const;

  std::deque<http::Answer> answers;
  std::vector<http::Request> requests;
  std::function<void(const http::Request&)> on_send; ///< before the answer; it may throw

 private:
  http::BaseUrl base_{http::Origin("https", "api.cloudbees.io", 443), ""};
};

} // namespace unify_ls::testing
