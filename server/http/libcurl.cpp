#include "server/http/libcurl.h"

#include "server/base/process.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <memory>
#include <string>
#include <string_view>

namespace unify_ls::http {
namespace {

/// By their ABI, which has been the same since 2006; the first that is there is taken.
#ifdef __APPLE__
constexpr std::array file_names{"libcurl.4.dylib"};
#else
constexpr std::array file_names{"libcurl.so.4", "libcurl-gnutls.so.4"};
#endif

constexpr unsigned oldest_version = 0x074c00; // 7.76.0, as libcurl writes it

[[noreturn]] void give_up(std::string_view why) {
  write_to_stderr("unify-ls: libcurl cannot be used: " + std::string(why) +
                  ". Install it (in Debian the package libcurl4) and start again.\n");
  leave_at_once(EXIT_FAILURE);
  std::abort();
}

void* look_up(void* library, const char* name) {
  void* const function = ::dlsym(library, name);
  if (function == nullptr) give_up(std::string("it has no ") + name + ", so it is older than 7.76");
  return function;
}

void* open_library() {
  std::string why;
  for (const char* name : file_names) {
    if (void* const library = ::dlopen(name, RTLD_LAZY | RTLD_LOCAL)) return library;
    if (why.empty()) why = ::dlerror();
  }
  give_up(why);
}

bool is_loaded = false;

Libcurl load() {
  void* const library = open_library();
  Libcurl functions;
#define UNIFY_LS_LOOK_UP(name)                                                                               \
  functions.name = reinterpret_cast<decltype(functions.name)>(look_up(library, "curl_" #name));
  UNIFY_LS_CURL_FUNCTIONS(UNIFY_LS_LOOK_UP)
#undef UNIFY_LS_LOOK_UP
  const curl_version_info_data& found = *functions.version_info(CURLVERSION_NOW);
  if (found.version_num < oldest_version)
    give_up(std::string("it is ") + found.version + ", and 7.76 or newer is needed");
  if (functions.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) give_up("it could not set itself up");
  is_loaded = true;
  return functions;
}

} // namespace

const Libcurl& libcurl() {
  static const Libcurl functions = load();
  return functions;
}

bool can_load_libcurl() {
  if (is_loaded) return true;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> spare(std::fopen("/dev/null", "re"), std::fclose);
  return spare != nullptr;
}

} // namespace unify_ls::http
