#include "server/git/plain_file.h"
#include "tests/support/temp_repository.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <sys/stat.h>

namespace unify_ls::git {
namespace {

namespace fs = std::filesystem;
using testing::TempRepositories;

TEST_CASE("only regular files are read, whole and up to the limit") {
  const TempRepositories temp;
  temp.write("d/a/file", "text");
  temp.write("d/a/empty", "");
  temp.write("d/a/large", std::string(10'000, 'x'));
  fs::create_symlink("file", temp.path("d/a/link"));
  fs::create_directory(temp.path("d/a/folder"));
  REQUIRE(::mkfifo(temp.path("d/a/pipe").c_str(), 0600) == 0);

  const auto folder = OpenFolder::open(temp.path("d"), "a");
  REQUIRE(folder.has_value());
  CHECK(folder->read("file", 4) == "text");
  CHECK(folder->read("empty", 0) == "");
  CHECK(folder->read("large", 10'000)->size() == 10'000);
  CHECK(folder->read("file", 3).error() == FileFault::too_large);
  CHECK(folder->read("link", 100).error() == FileFault::symlink);
  CHECK(folder->read("folder", 100).error() == FileFault::not_a_file);
  CHECK(folder->read("pipe", 100).error() == FileFault::not_a_file);
  CHECK(folder->read("absent", 100).error() == FileFault::absent);
  CHECK(folder->names(6) == std::vector<std::string>{"empty", "file", "folder", "large", "link", "pipe"});
  CHECK_FALSE(folder->names(5).has_value());
  CHECK(read_plain_file("/proc/self/status", 1U << 20U)
            .value_or("")
            .starts_with("Name:")); // of size 0, they say
  CHECK(read_plain_file("/dev/zero", 100).error() == FileFault::not_a_file);
}

TEST_CASE("no symlink is followed on the way to a folder") {
  const TempRepositories temp;
  temp.write("real/b/file", "text");
  fs::create_directory(temp.path("root"));
  fs::create_symlink("../real", temp.path("root/a"));
  CHECK(OpenFolder::open(temp.path("root"), "a/b").error() == FileFault::symlink);
  CHECK(OpenFolder::open(temp.path("root"), "none").error() == FileFault::absent);
  CHECK(OpenFolder::open(temp.path("real/b"), "file").error() == FileFault::not_a_file);
  fs::create_directory_symlink("real", temp.path("door"));
  CHECK(OpenFolder::open(temp.path("door"), "b").has_value()); // the root itself is the person's choice
}

TEST_CASE("a stamp tells a changed file") {
  const TempRepositories temp;
  temp.write("f", "one");
  const auto before = stamp_of(temp.path("f"));
  REQUIRE(before.has_value());
  CHECK(stamp_of(temp.path("f")) == before);
  temp.write("f", "three");
  CHECK(stamp_of(temp.path("f")) != before);
  CHECK_FALSE(stamp_of(temp.path("absent")).has_value());
}

} // namespace
} // namespace unify_ls::git
