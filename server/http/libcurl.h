#pragma once

#include <curl/curl.h>

namespace unify_ls::http {

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): one list for the members and for what is looked up.
#define UNIFY_LS_CURL_FUNCTIONS(FUNCTION)                                                                    \
  FUNCTION(easy_cleanup)                                                                                     \
  FUNCTION(easy_getinfo)                                                                                     \
  FUNCTION(easy_init)                                                                                        \
  FUNCTION(easy_setopt)                                                                                      \
  FUNCTION(free)                                                                                             \
  FUNCTION(getdate)                                                                                          \
  FUNCTION(global_init)                                                                                      \
  FUNCTION(multi_add_handle)                                                                                 \
  FUNCTION(multi_cleanup)                                                                                    \
  FUNCTION(multi_info_read)                                                                                  \
  FUNCTION(multi_init)                                                                                       \
  FUNCTION(multi_remove_handle)                                                                              \
  FUNCTION(multi_setopt)                                                                                     \
  FUNCTION(multi_socket_action)                                                                              \
  FUNCTION(slist_append)                                                                                     \
  FUNCTION(slist_free_all)                                                                                   \
  FUNCTION(url)                                                                                              \
  FUNCTION(url_cleanup)                                                                                      \
  FUNCTION(url_get)                                                                                          \
  FUNCTION(url_set)                                                                                          \
  FUNCTION(version_info)

/// libcurl's functions, by their names without "curl_".
struct Libcurl {
// NOLINTNEXTLINE(bugprone-macro-parentheses): a member's name takes none
#define UNIFY_LS_MEMBER(name) decltype(&::curl_##name) name = nullptr;
  UNIFY_LS_CURL_FUNCTIONS(UNIFY_LS_MEMBER)
#undef UNIFY_LS_MEMBER
};

/// The system's libcurl, 7.76 or newer, with whichever TLS it was built: minimal systems have only the one
/// with GnuTLS, which git brings along. The first call loads it and sets it up, for the life of the process:
/// it brings some thirty libraries along, which cost more time and memory than all the rest of a start, and
/// an editor that asks the platform nothing never needs them. Where there is none, the process says so on
/// stderr and ends, as it would have if it had been linked.
const Libcurl& libcurl();

/// Whether it is loaded, or could be: for that the system has to give a descriptor.
bool can_load_libcurl();

} // namespace unify_ls::http
