#pragma once

#include "server/base/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

struct sqlite3;
struct sqlite3_stmt;

/// SQLite's C interface as owned objects and Results. Knows nothing of what is stored. No call waits for
/// another process's lock, because the whole loop would wait with it: the error is then `retryable`, see
/// patience.h.
namespace unify_ls::state {

/// Of one stored text, and of one statement.
inline constexpr int max_database_value_bytes = 8 << 20;

/// What can be bound to a `?`: nothing, a number, a text (copied while it is bound).
using SqlValue = std::variant<std::nullptr_t, std::int64_t, std::string_view>;

/// A compiled statement with its values. Must not outlive its Database.
class Statement {
 public:
  /// Goes to the next row; false after the last one.
  Result<bool> step();

  /// Columns of the present row, counted from 0. Of another type than asked, they are converted.
  std::string text(int column) const;
  std::int64_t integer(int column) const;
  std::optional<std::int64_t> optional_integer(int column) const;

 private:
  friend class Database;

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// One connection to one file.
class Database {
 public:
  enum class Access { read, write };

  /// Opens a file that exists already: who makes it decides on its mode.
  static Result<Database> open(const std::filesystem::path& file, Access access);

  Result<Statement> prepare(std::string_view sql, std::initializer_list<SqlValue> values = {}) const;

  /// Runs one statement to its end and drops its rows. Returns how many rows it changed.
  Result<int> run(std::string_view sql, std::initializer_list<SqlValue> values = {}) const;

  /// The first column of the first row, as text; "" without a row. For pragmas.
  Result<std::string> scalar(std::string_view sql) const;

  bool in_transaction() const;

  /// Whether the path no longer leads to the file that is open: it was moved away or deleted.
  bool has_moved() const;

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };

  std::unique_ptr<sqlite3, Close> connection_;
};

/// A transaction that holds the write lock from its beginning, so that what it reads stays true until it has
/// written. Rolled back unless committed.
class Transaction {
 public:
  static Result<Transaction> begin(const Database& database);

  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}

  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  Result<> commit();

 private:
  explicit Transaction(const Database& database) : database_(&database) {}

  const Database* database_; ///< null once committed or moved from
};

/// What SQLite's result code means to a person, as a sentence that names the file and what to do.
Error database_error(std::string_view file, int code);

} // namespace unify_ls::state
