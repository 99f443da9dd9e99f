#include "server/base/child.h"
#include "server/base/process.h"
#include "tests/support/run_task.h"

#include <boost/asio/co_spawn.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>

using namespace unify_ls;
using namespace unify_ls::testing;
using namespace std::chrono_literals;

namespace {

/// A shell that runs a line, as everything that a child can be.
ChildProgram shell(std::string line) {
  return {.path = "/bin/sh", .arguments = {"-c", std::move(line)}, .environment = {"PATH=/usr/bin:/bin"}};
}

ChildOutcome run(ChildProgram program) { return run_task(run_child(std::move(program))); }

int number_in(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// Returns when no process has this id any more. The test's own time limit is the deadline.
void wait_until_gone(int process_id) {
  const auto wait = [process_id]() -> Task<bool> {
    co_await wait_for_end_of(process_id);
    co_return true;
  };
  CHECK(run_task(wait()));
}

} // namespace

TEST_CASE("a child gets what was said and nothing else") {
  ChildProgram program = shell("cat; echo \" $A $HOME $0\"; pwd; echo told >&2; exit 3");
  const std::string input = "in";
  program.input = input;
  program.environment.emplace_back("A=b");
  program.directory = "/usr";
  const ChildOutcome outcome = run(std::move(program));
  CHECK(outcome.end == ChildEnd::exited);
  CHECK(outcome.exit_code == 3);
  CHECK_FALSE(outcome.succeeded());
  CHECK(outcome.output == "in b  /bin/sh\n/usr\n");
  CHECK(outcome.errors == "told\n");
}

TEST_CASE("a child has three descriptors, whatever we inherited ourselves") {
  constexpr int inherited = 50;
  REQUIRE(::dup2(STDERR_FILENO, inherited) == inherited);
  const ChildOutcome outcome = run(shell("exec ls /proc/self/fd"));
  ::close(inherited);
  CHECK(outcome.output == "0\n1\n2\n3\n"); // the last is the folder that ls reads
}

TEST_CASE("how a child ended is told") {
  CHECK(run(shell("exit 0")).succeeded());
  CHECK(run(shell("kill -9 $$")).end == ChildEnd::signalled);
  CHECK(run({.path = "/nonexistent"}).end == ChildEnd::not_started);
  CHECK(run({.path = ""}).end == ChildEnd::not_started);
  CHECK(run({.path = "/etc/passwd"}).end == ChildEnd::not_started);
  ChildProgram nowhere = shell("true");
  nowhere.directory = "/nonexistent";
  CHECK(run(std::move(nowhere)).end == ChildEnd::not_started);
}

TEST_CASE("without descriptors no child is started, least of all with our own stdin and stdout") {
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  // A loop takes some itself, and a child seven: six for its pipes, and one to wait for its end.
  bool refused = false;
  bool started = false;
  for (int spare = 0; spare < 10; ++spare) {
    CAPTURE(spare);
    asio::io_context loop(1);
    ChildOutcome outcome;
    asio::co_spawn(loop, run_child(shell("cat; echo done")),
                   [&](const std::exception_ptr& thrown, ChildOutcome ended) {
                     CHECK_FALSE(thrown);
                     outcome = std::move(ended);
                   });
    const int taken = ::dup(STDERR_FILENO);
    ::close(taken);
    const rlimit few{static_cast<rlim_t>(taken + spare), before.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
    loop.run();
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
    refused = refused || outcome.end == ChildEnd::no_room;
    started = started || outcome.succeeded();
    CHECK((outcome.end == ChildEnd::no_room || outcome.output == "done\n"));
  }
  CHECK(refused);
  CHECK(started);
}

TEST_CASE("a child that does not read its input is no trouble") {
  std::signal(SIGPIPE, SIG_IGN); // as harden_process() does in the programs
  ChildProgram program = shell("exec <&-; echo done");
  const std::string input(1U << 20U, 'x');
  program.input = input;
  const ChildOutcome outcome = run(std::move(program));
  CHECK(outcome.succeeded());
  CHECK(outcome.output == "done\n");
}

TEST_CASE("much output is read to its end") {
  const ChildOutcome outcome = run(shell("head -c 1000000 /dev/zero; head -c 200000 /dev/zero >&2"));
  CHECK(outcome.succeeded());
  CHECK(outcome.output.size() == 1'000'000);
  CHECK(outcome.errors.size() == 64U << 10U);
}

TEST_CASE("a child that writes more than allowed is killed, and what was allowed is kept") {
  ChildProgram program = shell("exec cat /dev/zero");
  program.output_limit = 1'000;
  const ChildOutcome outcome = run(std::move(program));
  CHECK(outcome.end == ChildEnd::output_limit);
  CHECK(outcome.output.size() == 1'000);
}

TEST_CASE("at its deadline a child is killed with all that it started") {
  // The inner shell has a child of its own; both wait forever.
  ChildProgram program = shell("sh -c 'echo $$; tail -f /dev/null' & wait");
  program.deadline = 300ms;
  const ChildOutcome outcome = run(std::move(program));
  CHECK(outcome.end == ChildEnd::deadline);
  const int grandchild = number_in(outcome.output);
  REQUIRE(grandchild > 0);
  wait_until_gone(grandchild);
}

TEST_CASE("a grandchild that outlives the child and keeps its pipes holds nobody up") {
  // setsid leaves the group, as git's credential cache does; it ends when its own input does.
  const auto before = std::chrono::steady_clock::now();
  ChildProgram program = shell("setsid tail -f /dev/null & echo $!");
  program.deadline = 30s;
  const ChildOutcome outcome = run(std::move(program));
  CHECK(outcome.succeeded());
  CHECK(std::chrono::steady_clock::now() - before < 20s);
  const int survivor = number_in(outcome.output);
  REQUIRE(survivor > 0);
  CHECK(run(shell("kill -9 " + std::to_string(survivor))).succeeded());
}

TEST_CASE("a deadline that comes in the moment of the end harms nothing") {
  for (int i = 0; i < 20; ++i) {
    ChildProgram program = shell("exit 0");
    program.deadline = std::chrono::milliseconds{i};
    const ChildOutcome outcome = run(std::move(program));
    CHECK((outcome.end == ChildEnd::exited || outcome.end == ChildEnd::deadline));
  }
}

TEST_CASE("programs are found by absolute entries of PATH alone") {
  CHECK(find_program("sh").ends_with("/sh"));
  CHECK(find_program("sh").starts_with("/"));
  CHECK(find_program("no-such-program-anywhere").empty());
}
