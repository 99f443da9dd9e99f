#include "server/platform/reader.h"

#include "server/platform/decode.h"
#include "server/platform/failures.h"

#include <algorithm>
#include <optional>

namespace unify_ls::platform {
namespace {

using std::chrono::milliseconds;

/// Decides, for one read, whether and after what wait it is asked again.
class Persistence {
 public:
  Persistence(Clock& clock, Endurance endurance)
      : clock_(clock),
        endurance_(endurance),
        start_(clock.steady()) {}

  std::optional<milliseconds> wait_before_next(const http::Answer& answer) {
    if (!answer) return after_failure(answer.error().trouble);
    if (asks_to_slow_down(answer->status)) return after_slow_down(answer->retry_after);
    if (answer->succeeded() && answer->cut) return after_failure(*answer->cut);
    return std::nullopt;
  }

 private:
  std::optional<milliseconds> after_failure(http::Trouble trouble) {
    const bool may_pass = trouble == http::Trouble::connect || trouble == http::Trouble::broken;
    if (!may_pass || reconnects_++ >= reconnect_limit) return std::nullopt;
    return milliseconds{0};
  }

  std::optional<milliseconds> after_slow_down(std::optional<std::chrono::seconds> asked) {
    if (slow_downs_++ >= endurance_.slow_downs) return std::nullopt;
    const std::chrono::seconds wait = asked ? std::max(*asked, first_wait) : own_wait_;
    own_wait_ = std::min(own_wait_ * 2, longest_own_wait);
    // A wait that is too long is not begun: the person is told how long it would be.
    if (clock_.steady() - start_ + wait > endurance_.budget) return std::nullopt;
    return wait;
  }

  Clock& clock_;
  Endurance endurance_;
  SteadyTime start_;
  std::chrono::seconds own_wait_ = first_wait;
  int reconnects_ = 0;
  int slow_downs_ = 0;
};

} // namespace

Task<Result<http::Response>> Reader::response(std::string target, Endurance endurance) {
  Persistence persistence(clock_, endurance);
  while (true) {
    http::Request request{
        .target = target, .headers = {{"Accept", "application/json"}}, .patience = patience_};
    http::Answer answer = co_await transport_.send(std::move(request));
    if (answer && answer->succeeded() && answer->complete()) co_return std::move(*answer);
    const auto wait = persistence.wait_before_next(answer);
    if (!wait && !answer) co_return std::unexpected(read_error(answer.error(), host()));
    if (!wait) co_return std::unexpected(read_error(*answer, host()));
    if (wait->count() > 0) co_await clock_.wait(*wait);
  }
}

Task<Result<boost::json::value>> Reader::json(std::string target, Endurance endurance) {
  const Result<http::Response> answer = co_await response(std::move(target), endurance);
  if (!answer) co_return std::unexpected(answer.error());
  co_return content_of(*answer);
}

Result<boost::json::value> Reader::content_of(const http::Response& answer) const {
  auto parsed = safe_content(answer);
  if (!parsed) return std::unexpected(unusable_answer(host()));
  if (says_no(*parsed)) return std::unexpected(error_inside(answer, host()));
  return *std::move(parsed);
}

} // namespace unify_ls::platform
