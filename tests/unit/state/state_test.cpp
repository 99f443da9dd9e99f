#include "server/runs/journal.h"
#include "server/state/components.h"
#include "server/state/random_id.h"
#include "server/state/state.h"
#include "server/state/token_dates.h"
#include "tests/support/fake_clock.h"
#include "tests/unit/state/other_process.h"
#include "tests/unit/state/temporary_state.h"

#include <doctest/doctest.h>

#include <array>
#include <fstream>
#include <set>

using namespace unify_ls;
using namespace unify_ls::state;
using namespace unify_ls::testing;
namespace fs = std::filesystem;

namespace {

FakeClock still_clock;

Database raw(const fs::path& file) {
  auto database = Database::open(file, Database::Access::write);
  REQUIRE(database);
  return std::move(*database);
}

std::string content_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

TEST_CASE("the file and its folder are made when first needed, for their owner alone") {
  const TemporaryFolder folder;
  State state(folder.path() / "state" / "unify-ls");
  CHECK_FALSE(fs::exists(folder.path() / "state"));
  REQUIRE(state.open());
  CHECK(fs::status(state.file().parent_path()).permissions() == fs::perms::owner_all);
  for (const char* suffix : {"", "-wal", "-shm"}) {
    CAPTURE(suffix);
    const auto permissions = fs::status(state.file().string() + suffix).permissions();
    CHECK(permissions == (fs::perms::owner_read | fs::perms::owner_write));
  }
  CHECK(*(*state.open())->scalar("PRAGMA journal_mode") == "wal");
  CHECK(*(*state.open())->scalar("PRAGMA synchronous") == "1");
  CHECK(*(*state.open())->scalar("PRAGMA user_version") == std::to_string(state_schema_version));
}

TEST_CASE("modes that were too wide are narrowed") {
  const TemporaryFolder folder;
  fs::permissions(folder.path(), fs::perms::all);
  const auto file = folder.write("state.sqlite3", "");
  fs::permissions(file, fs::perms::all);
  State state(folder.path());
  REQUIRE(state.open());
  CHECK(fs::status(folder.path()).permissions() == fs::perms::owner_all);
  CHECK((fs::status(file).permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
}

TEST_CASE("two connections share what is written") {
  const TemporaryFolder folder;
  State one(folder.path());
  State other(folder.path());
  REQUIRE(one.open());
  REQUIRE((*one.open())->run("INSERT INTO confirmed_components VALUES ('f', 'o', 'c')"));
  CHECK(*(*other.open())->scalar("SELECT count(*) FROM confirmed_components") == "1");
}

TEST_CASE("a damaged file is reported and left as it is") {
  const std::array<std::string, 2> contents = {std::string(4096, 'x'),
                                               std::string("SQLite format 3\0", 16) + std::string(4080, 'x')};
  for (const std::string& content : contents) {
    const TemporaryFolder folder;
    const auto file = folder.write("state.sqlite3", content);
    State state(folder.path());
    const std::string message = message_of(state.open());
    CHECK(message == "The state file " + file.string() +
                         " is damaged; move it away, and a new one is made in its place.");
    CHECK(content_of(file) == content);
    // Doing what the message says helps at once.
    fs::rename(file, folder.path() / "old.sqlite3");
    CHECK(state.open().has_value());
  }
}

TEST_CASE("a file of an older version is brought up to date, and loses nothing") {
  const TemporaryFolder folder;
  {
    State state(folder.path());
    REQUIRE(state.open());
    REQUIRE((*state.open())->run("INSERT INTO confirmed_components VALUES ('f', 'o', 'c')"));
    for (const char* table : {"found_components", "component_picks", "organization_names", "tokens"})
      REQUIRE((*state.open())->run(std::string("DROP TABLE ") + table));
    REQUIRE((*state.open())->run("ALTER TABLE runs DROP COLUMN reason"));
    REQUIRE((*state.open())->run("ALTER TABLE runs DROP COLUMN following_lost"));
    REQUIRE((*state.open())->run("ALTER TABLE runs DROP COLUMN hidden"));
    REQUIRE((*state.open())->run("PRAGMA user_version = 1"));
  }
  State state(folder.path());
  REQUIRE(state.open());
  CHECK(*(*state.open())->scalar("PRAGMA user_version") == std::to_string(state_schema_version));
  CHECK(*(*state.open())->scalar("SELECT count(*) FROM found_components") == "0");
  CHECK(*(*state.open())->scalar("SELECT count(*) FROM confirmed_components") == "1");
}

TEST_CASE("a file of a newer version is used as far as it is known, and stays of that version") {
  const TemporaryFolder folder;
  const std::string newer = std::to_string(state_schema_version + 1);
  {
    State state(folder.path());
    REQUIRE(state.open());
    const Database& database = **state.open();
    for (const char* table : {"runs", "component_picks", "organization_names", "component_answers",
                              "confirmed_components", "token_dates", "found_components"})
      REQUIRE(database.run(std::string("ALTER TABLE ") + table +
                           " ADD COLUMN of_a_newer_version TEXT NOT NULL DEFAULT ''"));
    REQUIRE(database.run("CREATE TABLE of_a_newer_version (id TEXT)"));
    REQUIRE(database.run("PRAGMA user_version = " + newer));
  }
  State state(folder.path());
  runs::Journal journal(state, still_clock);
  runs::Run run = some_run();
  run.confirmation = "digest";
  REQUIRE(journal.begin(run, runs::DuplicateCheck::refuse_same));
  run.outcome = runs::RunOutcome::started;
  run.status = "STARTED";
  REQUIRE(journal.write(run));
  CHECK((*journal.find(run.id))->status == "STARTED");

  State other_state(folder.path());
  runs::Journal other(other_state, still_clock);
  CHECK(*other.begin(some_run(), runs::DuplicateCheck::refuse_same) == runs::Begun::duplicate);
  CHECK(*other.confirmation_used("digest"));

  const ComponentPlace place{"/home/shop", "https://api.example.com", "git/shop"};
  Components components(state);
  CHECK(components.keep_pick(place, run.component));
  CHECK(components.keep_agreement(place, "c1"));
  CHECK(components.mark_confirmed(place, "c1"));
  CHECK(components.keep_found({}, run.component, noon()));
  CHECK(TokenDates(state).save(place.origin, {.saved_at = noon()}));
  CHECK(*(*state.open())->scalar("PRAGMA user_version") == newer);
}

TEST_CASE("a file that another program locks is an error at once, to try again") {
  const TemporaryFolder folder;
  State state(folder.path());
  REQUIRE(state.open());
  const Database other = raw(state.file());
  REQUIRE(other.run("BEGIN IMMEDIATE"));
  runs::Journal journal(state, still_clock);
  const auto begun = journal.begin(some_run(), runs::DuplicateCheck::force);
  REQUIRE_FALSE(begun);
  CHECK(begun.error().retryable);
  CHECK(begun.error().message.contains("kept locked by another program"));
  CHECK(journal.runs({})->empty()); // reading goes on
  REQUIRE(other.run("ROLLBACK"));
  CHECK(journal.begin(some_run(), runs::DuplicateCheck::force).has_value());
}

TEST_CASE("a file that is locked before it is first opened is an error, too, and later opens") {
  const TemporaryFolder folder;
  const auto file = folder.write("state.sqlite3", "");
  const Database other = raw(file);
  REQUIRE(other.run("BEGIN EXCLUSIVE"));
  State state(folder.path());
  const auto refused = state.open();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().retryable);
  REQUIRE(other.run("ROLLBACK"));
  CHECK(state.open().has_value());
}

TEST_CASE("a folder that cannot be written is an error that names it") {
  const TemporaryFolder folder;
  SUBCASE("because it cannot be made") {
    folder.write("file", "");
    State state(folder.path() / "file" / "unify-ls");
    CHECK(message_of(state.open())
              .starts_with((folder.path() / "file" / "unify-ls").string() + " cannot be made"));
  }
  SUBCASE("because it is another's, or read-only") {
    fs::permissions(folder.path(), fs::perms::owner_all | fs::perms::others_read | fs::perms::others_exec);
    fs::create_directories(folder.path() / "unify-ls");
    fs::permissions(folder.path() / "unify-ls", fs::perms::owner_read | fs::perms::owner_exec);
    as_ordinary_user([&] {
      State state(folder.path() / "unify-ls");
      CHECK(message_of(state.open()).contains("cannot be made or kept private"));
    });
    fs::permissions(folder.path() / "unify-ls", fs::perms::owner_all);
  }
  SUBCASE("because there is none") {
    State state({});
    CHECK(message_of(state.open()).contains("XDG_STATE_HOME"));
  }
}

TEST_CASE("a full disk is an error, and nothing is half written") {
  const TemporaryFolder folder;
  State state(folder.path());
  runs::Journal journal(state, still_clock);
  REQUIRE(journal.begin(some_run(), runs::DuplicateCheck::force));
  const std::string pages = *(*state.open())->scalar("PRAGMA page_count");
  REQUIRE((*state.open())->run("PRAGMA max_page_count = " + pages));
  runs::Run large = some_run();
  large.inputs.push_back({"text", std::string(1'000'000, 'x')});
  CHECK(message_of(journal.begin(large, runs::DuplicateCheck::force)).contains("the disk is full"));
  CHECK(journal.runs({})->size() == 1);
  CHECK_FALSE((*state.open())->in_transaction());
}

TEST_CASE("a presence tells who lives") {
  const TemporaryFolder folder;
  Presence own(folder.path());
  CHECK(own.lives(own.id()));
  CHECK_FALSE(own.lives("0123456789ab"));
  CHECK_FALSE(own.lives("../state"));
  CHECK_FALSE(own.lives(""));

  SUBCASE("in this process") {
    std::string id;
    {
      Presence other(folder.path());
      id = other.id();
      CHECK_FALSE(own.lives(id)); // not held yet
      REQUIRE(other.hold());
      REQUIRE(other.hold());
      CHECK(own.lives(id));
      CHECK(own.lives(id)); // asking takes nothing away
    }
    CHECK_FALSE(own.lives(id));
    CHECK_FALSE(fs::exists(folder.path() / "alive" / id));
  }
  SUBCASE("in another, until it is killed") {
    OtherProcess other([&] {
      auto* presence = new Presence(folder.path()); // never destroyed: it will be killed
      return presence->hold() ? presence->id() : "";
    });
    REQUIRE(other.said().size() == 12);
    CHECK(own.lives(other.said()));
    other.kill();
    CHECK_FALSE(own.lives(other.said()));
    const auto left_behind = folder.path() / "alive" / other.said();
    CHECK(fs::exists(left_behind));
    fs::last_write_time(left_behind, fs::file_time_type::clock::now() - 2 * presence_grace);
    REQUIRE(own.hold()); // sweeps
    CHECK_FALSE(fs::exists(left_behind));
    CHECK(std::distance(fs::directory_iterator(folder.path() / "alive"), fs::directory_iterator()) == 1);
    CHECK(fs::exists(folder.path() / "alive" / own.id()));
  }
}

TEST_CASE("ids are twelve characters and differ") {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    ids.insert(random_id());
    REQUIRE(ids.rbegin()->size() == 12);
  }
  CHECK(ids.size() == 1000);
}
