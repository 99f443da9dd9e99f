#include "tests/unit/state/other_process.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace unify_ls::testing {
namespace {

[[noreturn]] void act_and_wait(int to_parent, const std::function<std::string()>& action) {
  const std::string said = action() + "\n";
  if (::write(to_parent, said.data(), said.size()) < 0) ::_exit(1);
  for (;;) ::pause();
}

} // namespace

OtherProcess::OtherProcess(const std::function<std::string()>& action) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
  process_id_ = ::fork();
  if (process_id_ == 0) act_and_wait(ends[1], action);
  ::close(ends[1]);
  for (char c = 0; ::read(ends[0], &c, 1) == 1 && c != '\n';) said_ += c;
  ::close(ends[0]);
}

void OtherProcess::kill() {
  if (process_id_ < 0) return;
  ::kill(process_id_, SIGKILL);
  ::waitpid(process_id_, nullptr, 0);
  process_id_ = -1;
}

void as_ordinary_user(const std::function<void()>& check) {
  constexpr uid_t nobody = 65534;
  const bool is_root = ::geteuid() == 0;
  if (is_root && ::seteuid(nobody) != 0) throw std::runtime_error("no other user");
  check();
  if (is_root && ::seteuid(0) != 0) std::abort();
}

} // namespace unify_ls::testing
