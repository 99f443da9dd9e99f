#include "server/state/sqlite.h"
#include "tests/unit/state/temporary_state.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::state;
using namespace unify_ls::testing;

namespace {

Database opened(const std::filesystem::path& file) {
  auto database = Database::open(file, Database::Access::write);
  REQUIRE(database);
  return std::move(*database);
}

} // namespace

TEST_CASE("values come back as they were bound") {
  const TemporaryFolder folder;
  const Database database = opened(folder.write("x.sqlite3", ""));
  REQUIRE(database.run("CREATE TABLE t (a, b, c)"));
  const std::string text("x\0y'\"", 5);
  CHECK(*database.run("INSERT INTO t VALUES (?, ?, ?)", {text, std::int64_t{-5'000'000'000}, nullptr}) == 1);
  auto row = database.prepare("SELECT a, b, c FROM t WHERE a = ?", {text});
  REQUIRE(row);
  REQUIRE(*row->step());
  CHECK(row->text(0) == text);
  CHECK(row->integer(1) == -5'000'000'000);
  CHECK(row->optional_integer(1) == -5'000'000'000);
  CHECK_FALSE(row->optional_integer(2));
  CHECK(row->text(2).empty());
  CHECK_FALSE(*row->step());
}

TEST_CASE("an empty text is not NULL") {
  const TemporaryFolder folder;
  const Database database = opened(folder.write("x.sqlite3", ""));
  REQUIRE(database.run("CREATE TABLE t (a TEXT NOT NULL)"));
  CHECK(database.run("INSERT INTO t VALUES (?)", {std::string_view()}).has_value());
}

TEST_CASE("a transaction that is not committed leaves nothing") {
  const TemporaryFolder folder;
  const Database database = opened(folder.write("x.sqlite3", ""));
  REQUIRE(database.run("CREATE TABLE t (a)"));
  {
    auto transaction = Transaction::begin(database);
    REQUIRE(transaction);
    REQUIRE(database.run("INSERT INTO t VALUES (1)"));
  }
  CHECK_FALSE(database.in_transaction());
  CHECK(*database.scalar("SELECT count(*) FROM t") == "0");
  {
    auto transaction = Transaction::begin(database);
    REQUIRE(transaction);
    REQUIRE(database.run("INSERT INTO t VALUES (1)"));
    CHECK(transaction->commit());
  }
  CHECK(*database.scalar("SELECT count(*) FROM t") == "1");
}

TEST_CASE("a value beyond the limit is an error, not a crash") {
  const TemporaryFolder folder;
  const Database database = opened(folder.write("x.sqlite3", ""));
  const std::string large(std::size_t{max_database_value_bytes} + 1, 'x');
  const auto row = database.prepare("SELECT ?", {large});
  CHECK(message_of(row).contains("as large as this one"));
}

TEST_CASE("a file that was moved away is noticed") {
  const TemporaryFolder folder;
  const auto file = folder.write("x.sqlite3", "");
  const Database database = opened(file);
  REQUIRE(database.run("CREATE TABLE t (a)"));
  CHECK_FALSE(database.has_moved());
  std::filesystem::rename(file, folder.path() / "y.sqlite3");
  CHECK(database.has_moved());
}

TEST_CASE("a file that is not there is not made") {
  const TemporaryFolder folder;
  CHECK_FALSE(Database::open(folder.path() / "none", Database::Access::write).has_value());
}
