#include "server/base/clock.h"
#include "server/base/gate.h"
#include "server/base/log.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <unistd.h>
#include <vector>

using namespace unify_ls;

namespace {

/// Tasks that go through one gate and stay until they are let go.
struct Crowd {
  explicit Crowd(std::size_t places) : gate(std::make_shared<Gate>(places)) {}

  TaskGroup::Id send(std::string name) { return tasks.spawn("visitor", visit(std::move(name))); }

  Task<> visit(std::string name) {
    const Gate::Pass pass = co_await gate->enter();
    inside.push_back(name);
    most = std::max(most, inside.size());
    asio::steady_timer stay(loop, asio::steady_timer::time_point::max());
    boost::system::error_code called;
    leaving.emplace_back(name, &stay);
    co_await stay.async_wait(asio::redirect_error(asio::use_awaitable, called));
    std::erase(inside, name);
    std::erase_if(leaving, [&](const auto& one) { return one.first == name; });
  }

  /// Lets one of those inside go, and whatever follows happen.
  void let_go(const std::string& name) {
    for (const auto& [who, timer] : leaving)
      if (who == name) timer->cancel();
    settle();
  }

  void settle() {
    loop.restart();
    loop.poll();
  }

  asio::io_context loop{1};
  Log log{LogLevel::error, STDERR_FILENO};
  TaskGroup tasks{loop, log};
  std::shared_ptr<Gate> gate;
  std::vector<std::string> inside;
  std::vector<std::pair<std::string, asio::steady_timer*>> leaving;
  std::size_t most = 0;
};

} // namespace

TEST_CASE("a gate lets so many in, and the others in their order") {
  Crowd crowd(2);
  for (const char* name : {"a", "b", "c", "d"}) crowd.send(name);
  crowd.settle();
  CHECK(crowd.inside == std::vector<std::string>{"a", "b"});
  crowd.let_go("b");
  CHECK(crowd.inside == std::vector<std::string>{"a", "c"});
  crowd.let_go("a");
  CHECK(crowd.inside == std::vector<std::string>{"c", "d"});
  crowd.let_go("c");
  crowd.let_go("d");
  CHECK(crowd.inside.empty());
  CHECK(crowd.most == 2);
  CHECK(crowd.tasks.running() == 0);
}

TEST_CASE("who gives up waiting takes no place") {
  Crowd crowd(1);
  crowd.send("a");
  const TaskGroup::Id impatient = crowd.send("b");
  crowd.send("c");
  crowd.settle();
  crowd.tasks.cancel(impatient);
  crowd.settle();
  CHECK(crowd.tasks.running() == 2);
  crowd.let_go("a");
  CHECK(crowd.inside == std::vector<std::string>{"c"});
  crowd.let_go("c");
  crowd.send("d");
  crowd.settle();
  CHECK(crowd.inside == std::vector<std::string>{"d"});
  crowd.let_go("d");
}

TEST_CASE("a place that is given to somebody who is cancelled at that moment is not lost") {
  Crowd crowd(1);
  crowd.send("a");
  const TaskGroup::Id unlucky = crowd.send("b");
  crowd.send("c");
  crowd.settle();
  for (const auto& [who, timer] : crowd.leaving) timer->cancel();
  asio::post(crowd.loop, [&] { crowd.tasks.cancel(unlucky); });
  crowd.settle();
  crowd.let_go("b");
  CHECK(crowd.inside == std::vector<std::string>{"c"});
  crowd.let_go("c");
  CHECK(crowd.tasks.running() == 0);
}
