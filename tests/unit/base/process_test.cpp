#include "server/base/process.h"

#include <doctest/doctest.h>

#include <array>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

using namespace unify_ls;

namespace {

/// A pipe whose ends block, as those of a program's stderr do.
struct Pipe {
  Pipe() { REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0); }

  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  ~Pipe() {
    for (const int end : ends) ::close(end);
  }

  /// Writes until no more fits.
  void fill() const {
    const int flags = ::fcntl(ends[1], F_GETFL);
    ::fcntl(ends[1], F_SETFL, flags | O_NONBLOCK);
    const std::string much(65536, '.');
    while (::write(ends[1], much.data(), much.size()) > 0) {
    }
    ::fcntl(ends[1], F_SETFL, flags);
  }

  std::string read_all() const {
    std::string text(1U << 20U, '\0');
    const ssize_t count = ::read(ends[0], text.data(), text.size());
    text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return text;
  }

  std::array<int, 2> ends{};
};

} // namespace

TEST_CASE("a log whose reader is slow loses lines and waits for nobody") {
  const Pipe pipe;
  write_or_drop(pipe.ends[1], "first\n");
  CHECK(pipe.read_all() == "first\n");
  pipe.fill();
  for (int i = 0; i < 1000; ++i) write_or_drop(pipe.ends[1], "lost\n"); // without end, if it waited
  CHECK_FALSE(pipe.read_all().contains("lost"));
  write_or_drop(pipe.ends[1], "back\n");
  CHECK(pipe.read_all() == "back\n");
}

TEST_CASE("a log is a file or a device, not a pipe") {
  const auto folder = std::filesystem::temp_directory_path() / ("unify-ls-log-" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(open_log_file((folder / "pipe").string()) == -1);
  // With a reader it could be opened.
  const int reader = ::open((folder / "pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  CHECK(open_log_file((folder / "pipe").string()) == -1);
  ::close(reader);
  for (const std::string& path : {(folder / "log").string(), std::string("/dev/null")}) {
    const int file = open_log_file(path);
    CHECK(file >= 0);
    ::close(file);
  }
  std::filesystem::remove_all(folder);
}
