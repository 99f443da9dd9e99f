#pragma once

#include <libsecret/secret.h>

#include <optional>
#include <string>

/// libsecret and GLib by the names that they have anyway: in this namespace each name is the function that
/// was found when they were loaded, and hides the declaration. So this program starts where there is no
/// libsecret, and can say so.
namespace unify_ls::secret_service {

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): one list for what is declared and what is looked up.
#define UNIFY_LS_LIBSECRET_FUNCTIONS(FUNCTION)                                                               \
  FUNCTION(g_bus_get_sync)                                                                                   \
  FUNCTION(g_dbus_connection_set_exit_on_close)                                                              \
  FUNCTION(g_dbus_error_quark)                                                                               \
  FUNCTION(g_error_free)                                                                                     \
  FUNCTION(g_error_matches)                                                                                  \
  FUNCTION(g_error_new_literal)                                                                              \
  FUNCTION(g_hash_table_unref)                                                                               \
  FUNCTION(g_io_error_quark)                                                                                 \
  FUNCTION(g_list_free_full)                                                                                 \
  FUNCTION(g_object_unref)                                                                                   \
  FUNCTION(g_quark_from_static_string)                                                                       \
  FUNCTION(g_set_error_literal)                                                                              \
  FUNCTION(g_task_new)                                                                                       \
  FUNCTION(g_task_propagate_pointer)                                                                         \
  FUNCTION(g_task_return_error)                                                                              \
  FUNCTION(g_type_register_static_simple)                                                                    \
  FUNCTION(secret_attributes_build)                                                                          \
  FUNCTION(secret_collection_for_alias_sync)                                                                 \
  FUNCTION(secret_collection_get_locked)                                                                     \
  FUNCTION(secret_collection_search_sync)                                                                    \
  FUNCTION(secret_error_get_quark)                                                                           \
  FUNCTION(secret_item_delete_sync)                                                                          \
  FUNCTION(secret_item_get_locked)                                                                           \
  FUNCTION(secret_item_get_secret)                                                                           \
  FUNCTION(secret_service_get_type)                                                                          \
  FUNCTION(secret_service_open_sync)                                                                         \
  FUNCTION(secret_service_store_sync)                                                                        \
  FUNCTION(secret_service_unlock_sync)                                                                       \
  FUNCTION(secret_value_get)                                                                                 \
  FUNCTION(secret_value_new)                                                                                 \
  FUNCTION(secret_value_unref)

// NOLINTNEXTLINE(bugprone-macro-parentheses,cppcoreguidelines-macro-usage): a name takes none
#define UNIFY_LS_DECLARE(name) inline decltype(&::name) name = nullptr;
UNIFY_LS_LIBSECRET_FUNCTIONS(UNIFY_LS_DECLARE)
#undef UNIFY_LS_DECLARE

/// Must come before anything else in this namespace. Else why it failed, in the loader's words.
std::optional<std::string> load_libsecret();

} // namespace unify_ls::secret_service
