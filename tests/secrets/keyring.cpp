#include "tests/secrets/keyring.h"

#include "server/base/child.h"
#include "server/base/process.h"
#include "tests/support/run_task.h"

#include <csignal>
#include <stdexcept>

namespace unify_ls::testing {
namespace {

constexpr std::chrono::seconds patience{30};

std::string run_in(std::vector<std::string> environment, const std::string& name,
                   std::vector<std::string> arguments, std::string_view input) {
  ChildProgram program{.path = find_program(name),
                       .arguments = std::move(arguments),
                       .environment = std::move(environment),
                       .input = input,
                       .deadline = patience};
  ChildOutcome outcome = run_task(run_child(std::move(program)));
  if (!outcome.succeeded()) throw std::runtime_error(name + " failed: " + outcome.errors);
  return outcome.output;
}

std::vector<std::string> environment_with_home(const std::string& home) {
  std::vector<std::string> environment{"HOME=" + home, "XDG_RUNTIME_DIR=" + home};
  for (const char* name : {"PATH", "LANG", "DBUS_SESSION_BUS_ADDRESS"})
    environment.push_back(std::string(name) + "=" + environment_variable(name).value_or(""));
  return environment;
}

/// gdbus prints "(uint32 1234,)".
int number_in(const std::string& printed) {
  const std::size_t digits = printed.find("uint32 ");
  return digits == std::string::npos ? 0 : std::stoi(printed.substr(digits + 7));
}

Task<bool> ended(int process_id) {
  co_await wait_for_end_of(process_id);
  co_return true;
}

} // namespace

std::string run_program(const std::string& name, std::vector<std::string> arguments, std::string_view input) {
  return run_in(environment_with_home(environment_variable("HOME").value_or("/")), name, std::move(arguments),
                input);
}

Keyring::~Keyring() { stop(); }

void Keyring::start(std::vector<std::string> arguments, std::string_view input) {
  arguments.insert(arguments.end(), {"--components=secrets", "--daemonize"});
  run_in(environment_with_home(home_.path()), "gnome-keyring-daemon", std::move(arguments), input);
  run_program("gdbus", {"wait", "--session", "--timeout", "20", "org.freedesktop.secrets"});
  process_id_ = number_in(run_program(
      "gdbus", {"call", "--session", "-d", "org.freedesktop.DBus", "-o", "/org/freedesktop/DBus", "-m",
                "org.freedesktop.DBus.GetConnectionUnixProcessID", "org.freedesktop.secrets"}));
}

void Keyring::start_unlocked(const std::string& password) { start({"--unlock"}, password + "\n"); }

void Keyring::start_locked() { start({"--start"}, {}); }

void Keyring::stop() {
  if (process_id_ <= 0) return;
  thaw();
  ::kill(process_id_, SIGTERM);
  run_task(ended(process_id_));
  process_id_ = 0;
}

void Keyring::lock() const {
  run_program("gdbus", {"call", "--session", "-d", "org.freedesktop.secrets", "-o",
                        "/org/freedesktop/secrets", "-m", "org.freedesktop.Secret.Service.Lock",
                        "[objectpath '/org/freedesktop/secrets/collection/login']"});
}

void Keyring::freeze() const { ::kill(process_id_, SIGSTOP); }

void Keyring::thaw() const { ::kill(process_id_, SIGCONT); }

} // namespace unify_ls::testing
