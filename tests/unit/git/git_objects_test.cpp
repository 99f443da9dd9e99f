#include "server/git/git_objects.h"

#include <doctest/doctest.h>

#include <string>

namespace unify_ls::git {
namespace {

using namespace std::string_literals;

TEST_CASE("tree entries") {
  const auto entries = read_tree("100644 blob aa      12\t.cloudbees/workflows/a b.yaml\0"
                                 "040000 tree bb       -\t.cloudbees/workflows/sub\0"
                                 "120000 blob cc       4\tl\n.yaml\0"
                                 "no tab\0"
                                 "160000 commit dd     -\tm.yaml\0"s);
  REQUIRE(entries.size() == 4);
  CHECK(entries[0].is_file());
  CHECK(entries[0].object == "aa");
  CHECK(entries[0].size == 12);
  CHECK(entries[0].path == ".cloudbees/workflows/a b.yaml");
  CHECK_FALSE(entries[1].size.has_value());
  CHECK_FALSE(entries[1].is_file());
  CHECK(entries[2].is_symlink());
  CHECK(entries[2].path == "l\n.yaml");
  CHECK(entries[3].is_submodule());
  CHECK(read_tree("").empty());
}

TEST_CASE("objects of one conversation") {
  const auto objects = read_batch("aa blob 3\na\nb\nbb missing\ncc blob 0\n\n");
  REQUIRE(objects.has_value());
  REQUIRE(objects->size() == 3);
  CHECK((*objects)[0] == "a\nb");
  CHECK_FALSE((*objects)[1].has_value());
  CHECK((*objects)[2] == "");
  CHECK(read_batch("")->empty());
  const std::string whole = "aa blob 3\nabc\n";
  for (std::size_t length = 1; length < whole.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(read_batch(whole.substr(0, length)).has_value());
  }
  CHECK_FALSE(read_batch("aa blob 99999999999999999999999\nabc\n").has_value());
  CHECK_FALSE(read_batch("aa blob -1\nabc\n").has_value());
}

TEST_CASE("a commit's subject") {
  CHECK(subject_of("tree x\nauthor y\n\nFix it\n\nLong text\n", 100) == "Fix it");
  CHECK(subject_of("tree x\n\nbad \xff and \x1b[31m\n", 100) == "bad \xef\xbf\xbd and [31m");
  CHECK(subject_of("tree x\n\nlong subject", 5) == "long\xe2\x80\xa6");
  CHECK(subject_of("tree x\n", 5).empty());
  CHECK(subject_of("", 5).empty());
}

} // namespace
} // namespace unify_ls::git
