#include "server/state/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <tuple>

namespace unify_ls::state {
namespace {

Error error_of(sqlite3* connection, int code) {
  const char* file = sqlite3_db_filename(connection, "main");
  return database_error(file == nullptr ? "" : file, code);
}

/// What is wrong with a state file and what to do, after its name.
std::string_view trouble_of(int primary_code) {
  switch (primary_code) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
  case SQLITE_PROTOCOL: return "is kept locked by another program; try again in a moment.";
  case SQLITE_FULL: return "cannot be written, because the disk is full; free some space.";
  case SQLITE_READONLY:
  case SQLITE_CANTOPEN:
  case SQLITE_PERM: return "cannot be written; make it and its folder writable for you.";
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB: return "is damaged; move it away, and a new one is made in its place.";
  case SQLITE_IOERR: return "cannot be read or written; check the disk that it is on.";
  case SQLITE_TOOBIG: return "takes no value as large as this one.";
  default: return "cannot be used; move it away, and a new one is made in its place.";
  }
}

int bind(sqlite3_stmt* statement, int place, const SqlValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value))
    return sqlite3_bind_int64(statement, place, *number);
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    // A null pointer would bind NULL, and an empty string_view may hold one.
    const char* bytes = text->empty() ? "" : text->data();
    return sqlite3_bind_text64(statement, place, bytes, text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  }
  return sqlite3_bind_null(statement, place);
}

} // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Result<bool> Statement::step() {
  switch (const int code = sqlite3_step(statement_.get())) {
  case SQLITE_ROW: return true;
  case SQLITE_DONE: return false;
  default: return fail(error_of(sqlite3_db_handle(statement_.get()), code));
  }
}

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::optional<std::int64_t> Statement::optional_integer(int column) const {
  if (sqlite3_column_type(statement_.get(), column) == SQLITE_NULL) return std::nullopt;
  return integer(column);
}

void Database::Close::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }

Result<Database> Database::open(const std::filesystem::path& file, Access access) {
  // One thread uses a connection at a time, which is what NOMUTEX asks for.
  const int flags =
      (access == Access::write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX;
  sqlite3* connection = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &connection, flags, nullptr);
  Database database;
  database.connection_.reset(connection); // there is one to close after most failures, too
  if (code != SQLITE_OK) return fail(database_error(file.string(), code));
  // Closing the last connection would write everything back and wait for the disk, with the file locked: that
  // is too long for an exit, and for whoever opens the file just then. What stands in the WAL is safe there.
  sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, max_database_value_bytes);
  return database;
}

Result<Statement> Database::prepare(std::string_view sql, std::initializer_list<SqlValue> values) const {
  sqlite3_stmt* compiled = nullptr;
  int code =
      sqlite3_prepare_v2(connection_.get(), sql.data(), static_cast<int>(sql.size()), &compiled, nullptr);
  Statement statement;
  statement.statement_.reset(compiled);
  int place = 0;
  for (auto value = values.begin(); code == SQLITE_OK && value != values.end(); ++value)
    code = bind(compiled, ++place, *value);
  if (code != SQLITE_OK) return fail(error_of(connection_.get(), code));
  return statement;
}

Result<int> Database::run(std::string_view sql, std::initializer_list<SqlValue> values) const {
  auto statement = prepare(sql, values);
  if (!statement) return fail(statement.error());
  for (;;) {
    const auto row = statement->step();
    if (!row) return fail(row.error());
    if (!*row) return sqlite3_changes(connection_.get());
  }
}

Result<std::string> Database::scalar(std::string_view sql) const {
  auto statement = prepare(sql);
  if (!statement) return fail(statement.error());
  const auto row = statement->step();
  if (!row) return fail(row.error());
  return *row ? statement->text(0) : std::string();
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(connection_.get()) == 0; }

bool Database::has_moved() const {
  int moved = 0;
  sqlite3_file_control(connection_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  return moved != 0;
}

Result<Transaction> Transaction::begin(const Database& database) {
  const auto begun = database.run("BEGIN IMMEDIATE");
  if (!begun) return fail(begun.error());
  return Transaction(database);
}

Transaction::~Transaction() {
  // After some failures (a full disk) SQLite has rolled back by itself.
  if (database_ != nullptr && database_->in_transaction()) std::ignore = database_->run("ROLLBACK");
}

Result<> Transaction::commit() {
  const auto committed = database_->run("COMMIT");
  if (!committed) return fail(committed.error());
  database_ = nullptr;
  return {};
}

Error database_error(std::string_view file, int code) {
  const int primary = code & 0xff;
  const bool locked = primary == SQLITE_BUSY || primary == SQLITE_LOCKED || primary == SQLITE_PROTOCOL;
  return {.kind = ErrorKind::settings,
          .message = fmt::format("The state file {} {}", file, trouble_of(primary)),
          .retryable = locked};
}

} // namespace unify_ls::state
