#include "server/state/patience.h"
#include "tests/support/fake_clock.h"
#include "tests/support/run_task.h"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::state;
using namespace unify_ls::testing;
using namespace std::chrono_literals;

namespace {

struct Fixture {
  FakeClock clock;
  Log log{LogLevel::error, -1};
  int calls = 0;

  /// Fails so often, then succeeds.
  std::function<Result<>()> failing(int times, Error error) {
    return [this, times, error]() -> Result<> {
      if (++calls <= times) return fail(error);
      return {};
    };
  }
};

const Error locked{.kind = ErrorKind::settings, .message = "locked", .retryable = true};
const Error full{.kind = ErrorKind::settings, .message = "full"};

} // namespace

TEST_CASE_FIXTURE(Fixture, "what is locked is tried again, for as long as somebody waits") {
  CHECK(run_task(patiently(clock, write_patience, failing(60, locked))));
  CHECK(clock.passed == 60 * lock_retry_wait);
  calls = 0;
  CHECK_FALSE(run_task(patiently(clock, read_patience, failing(60, locked))));
  CHECK(calls == read_patience / lock_retry_wait + 1);
}

TEST_CASE_FIXTURE(Fixture, "what waiting does not help is not tried again") {
  CHECK_FALSE(run_task(patiently(clock, write_patience, failing(1, full))));
  CHECK(clock.waits.empty());
}

TEST_CASE_FIXTURE(Fixture, "an outcome is written again and again, with growing waits, whatever was wrong") {
  run_task(write_until_done(clock, log, "it", failing(30, full)));
  CHECK(calls == 31);
  CHECK(clock.waits.size() == 30);
  CHECK(clock.waits[1] == 2 * clock.waits[0]);
  CHECK(clock.waits.back() == longest_retry_wait);
}

TEST_CASE_FIXTURE(Fixture, "where there is nothing to write to any more, it ends") {
  run_task(write_until_done(clock, log, "it", failing(30, {.kind = ErrorKind::notFound, .message = ""})));
  CHECK(calls == 1);
}

TEST_CASE_FIXTURE(Fixture, "when the process ends it is tried in short intervals") {
  clock.on_wait = [this] {
    if (calls == 20) throw boost::system::system_error(boost::asio::error::operation_aborted);
  };
  run_task(write_until_done(clock, log, "it", failing(30, locked)));
  CHECK(calls == 31);
  CHECK(clock.waits.back() == lock_retry_wait);
}
