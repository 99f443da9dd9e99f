#pragma once

#include "server/secret-service/loaded.h"

#include <memory>

/// Owners for what GLib hands out.
namespace unify_ls::secret_service {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};

template <class T> using Object = std::unique_ptr<T, Unref>;

struct FreeError {
  void operator()(GError* error) const { g_error_free(error); }
};

using ErrorPointer = std::unique_ptr<GError, FreeError>;

struct FreeItems {
  void operator()(GList* items) const { g_list_free_full(items, g_object_unref); }
};

using Items = std::unique_ptr<GList, FreeItems>;

struct FreeTable {
  void operator()(GHashTable* table) const { g_hash_table_unref(table); }
};

using Table = std::unique_ptr<GHashTable, FreeTable>;

struct FreeValue {
  void operator()(SecretValue* value) const { secret_value_unref(value); }
};

using Value = std::unique_ptr<SecretValue, FreeValue>;

/// Passes the address of a GError to a call and owns what comes back: `call(..., CatchError(error))`.
class CatchError {
 public:
  explicit CatchError(ErrorPointer& into) : into_(into) {}

  CatchError(const CatchError&) = delete;
  CatchError& operator=(const CatchError&) = delete;

  ~CatchError() { into_.reset(caught_); }

  operator GError**() { return &caught_; }

 private:
  ErrorPointer& into_;
  GError* caught_ = nullptr;
};

} // namespace unify_ls::secret_service
