#include "server/secret-service/loaded.h"

#include <dlfcn.h>

namespace unify_ls::secret_service {

std::optional<std::string> load_libsecret() {
  // It brings GLib along, whose functions are found through it.
  void* const library = ::dlopen("libsecret-1.so.0", RTLD_LAZY | RTLD_LOCAL);
  if (library == nullptr) return ::dlerror();
#define UNIFY_LS_LOOK_UP(name)                                                                               \
  name = reinterpret_cast<decltype(name)>(::dlsym(library, #name));                                          \
  if (name == nullptr) return ::dlerror();
  UNIFY_LS_LIBSECRET_FUNCTIONS(UNIFY_LS_LOOK_UP)
#undef UNIFY_LS_LOOK_UP
  return std::nullopt;
}

} // namespace unify_ls::secret_service
