#include "server/state/state.h"

#include "server/state/private_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>
#include <utility>

namespace unify_ls::state {
namespace {

namespace fs = std::filesystem;

/// Times are milliseconds since 1970. A text that is missing is ''; a time that is missing is NULL.
/// `sequence` is the order of requests, whatever the clock said.
constexpr std::string_view first_tables = R"sql(
  CREATE TABLE runs (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    origin TEXT NOT NULL,
    folder TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    component_id TEXT NOT NULL,
    component_name TEXT NOT NULL,
    repository_url TEXT NOT NULL,
    file TEXT NOT NULL,
    branch TEXT NOT NULL,
    commit_id TEXT NOT NULL,
    inputs TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    confirmation TEXT UNIQUE,
    writer TEXT NOT NULL,
    outcome TEXT NOT NULL,
    run_id TEXT NOT NULL DEFAULT '',
    run_url TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT '',
    started_at INTEGER,
    ended_at INTEGER,
    ended INTEGER NOT NULL DEFAULT 0,
    error_kind TEXT NOT NULL DEFAULT '',
    error_message TEXT NOT NULL DEFAULT '',
    follower TEXT NOT NULL DEFAULT '',
    followed_until INTEGER NOT NULL DEFAULT 0);
  CREATE INDEX runs_by_folder ON runs (folder, origin, sequence);
  CREATE INDEX runs_by_time ON runs (requested_at);

  CREATE TABLE components (
    folder TEXT NOT NULL,
    origin TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    component_id TEXT NOT NULL,
    component_name TEXT NOT NULL,
    repository_url TEXT NOT NULL,
    PRIMARY KEY (folder, origin)) WITHOUT ROWID;

  CREATE TABLE component_answers (
    folder TEXT NOT NULL,
    origin TEXT NOT NULL,
    component_id TEXT NOT NULL,
    accepted INTEGER NOT NULL,
    PRIMARY KEY (folder, origin, component_id)) WITHOUT ROWID;

  CREATE TABLE confirmed_components (
    folder TEXT NOT NULL,
    origin TEXT NOT NULL,
    component_id TEXT NOT NULL,
    PRIMARY KEY (folder, origin, component_id)) WITHOUT ROWID;

  CREATE TABLE token_dates (
    origin TEXT NOT NULL PRIMARY KEY,
    saved_at INTEGER NOT NULL,
    expires_at INTEGER,
    warned_on INTEGER) WITHOUT ROWID;
)sql";

constexpr std::string_view found_components_table = R"sql(
  CREATE TABLE found_components (
    origin TEXT NOT NULL,
    sought TEXT NOT NULL,
    searched_organization TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    component_id TEXT NOT NULL,
    component_name TEXT NOT NULL,
    repository_url TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    PRIMARY KEY (origin, sought, searched_organization)) WITHOUT ROWID;
)sql";

/// What the platform said of how a run ended.
constexpr std::string_view reason_of_a_run = "ALTER TABLE runs ADD COLUMN reason TEXT NOT NULL DEFAULT '';";

/// `changes` counts what unify-ls stored and deleted, so that every process sees when its token is of before.
/// `seen_token` is the fingerprint of the token of which it was seen whether it may read.
constexpr std::string_view tokens_table = R"sql(
  CREATE TABLE tokens (
    origin TEXT NOT NULL PRIMARY KEY,
    changes INTEGER NOT NULL DEFAULT 0,
    seen_token TEXT NOT NULL DEFAULT '',
    may_read INTEGER,
    seen_at INTEGER) WITHOUT ROWID;
)sql";

/// Why nobody can follow a run at present.
constexpr std::string_view lost_following =
    "ALTER TABLE runs ADD COLUMN following_lost TEXT NOT NULL DEFAULT '';";

/// A pick belongs to the remote it was made for; the older table did not say, so what it has counts for any.
/// Names of organizations are kept once, by their ids.
constexpr std::string_view component_picks_tables = R"sql(
  CREATE TABLE component_picks (
    folder TEXT NOT NULL,
    origin TEXT NOT NULL,
    remote TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    component_id TEXT NOT NULL,
    component_name TEXT NOT NULL,
    repository_url TEXT NOT NULL,
    verified INTEGER NOT NULL,
    PRIMARY KEY (folder, origin, remote)) WITHOUT ROWID;

  INSERT INTO component_picks
    SELECT folder, origin, '', organization_id, component_id, component_name, repository_url, 1
      FROM components;

  CREATE TABLE organization_names (
    origin TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (origin, id)) WITHOUT ROWID;
)sql";

/// A person took it off the list.
constexpr std::string_view hidden_runs = "ALTER TABLE runs ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;";

/// Entry n leads from schema version n to n + 1. Never change one that was released: add another, which adds.
constexpr std::array<std::string_view, state_schema_version> migrations = {
    first_tables,   found_components_table, reason_of_a_run, tokens_table,
    lost_following, component_picks_tables, hidden_runs};

Result<int> schema_version(const Database& database) {
  const auto text = database.scalar("PRAGMA user_version");
  if (!text) return fail(text.error());
  int version = 0;
  std::from_chars(text->data(), text->data() + text->size(), version);
  return version;
}

Result<> run_script(const Database& database, std::string_view script) {
  for (auto end = script.find(';'); end != std::string_view::npos; end = script.find(';')) {
    if (auto done = database.run(script.substr(0, end)); !done) return fail(done.error());
    script.remove_prefix(end + 1);
  }
  return {};
}

/// Brings the tables up to date, in one transaction: another process may be about to do the same.
Result<> migrate(const Database& database) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return fail(transaction.error());
  const auto version = schema_version(database);
  if (!version) return fail(version.error());
  if (*version >= state_schema_version) return {};
  for (int from = std::max(*version, 0); from < state_schema_version; ++from) {
    const auto done = run_script(database, migrations.at(static_cast<std::size_t>(from)));
    if (!done) return done;
  }
  const auto marked = database.run(fmt::format("PRAGMA user_version = {}", state_schema_version));
  if (!marked) return fail(marked.error());
  return transaction->commit();
}

} // namespace

State::State(fs::path folder)
    : folder_(std::move(folder)),
      file_(folder_ / "state.sqlite3"),
      presence_(folder_) {}

Result<const Database*> State::open() {
  if (database_ && database_->has_moved()) database_.reset();
  if (!database_) {
    auto opened = open_file();
    if (!opened) return fail(opened.error());
    database_ = std::move(*opened);
  }
  return &*database_;
}

Result<Database> State::open_file() const {
  if (auto made = make_private_folder(folder_); !made) return fail(made.error());
  if (auto made = make_private_file(file_); !made) return fail(made.error());
  auto database = Database::open(file_, Database::Access::write);
  if (!database) return database;
  const auto version = schema_version(*database);
  if (!version) return fail(version.error());
  // A file without tables has nothing to lose: without waiting for the disk, others wait less for its making.
  if (*version == 0) std::ignore = database->run("PRAGMA synchronous = OFF");
  // Where a file system has no shared memory this fails or changes nothing, and the rollback journal stays.
  std::ignore = database->scalar("PRAGMA journal_mode = WAL");
  if (*version < state_schema_version) {
    if (auto done = migrate(*database); !done) return fail(done.error());
  }
  // A crash of a process loses nothing with NORMAL; one of the power may lose the last moments.
  if (auto set = database->run("PRAGMA synchronous = NORMAL"); !set) return fail(set.error());
  return database;
}

} // namespace unify_ls::state
