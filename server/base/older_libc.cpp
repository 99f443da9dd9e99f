// Two functions that newer C libraries have and that libstdc++ and libgcc ask for when they are linked in. We
// bring our own, so that programs run with an older one: part of those that cmake/Portable.cmake makes, and
// seen by nobody else.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <dlfcn.h>
#include <link.h>
#include <unistd.h>

/// What std::random_device draws from; in the C library since 2.36.
extern "C" [[gnu::visibility("hidden")]] std::uint32_t arc4random() noexcept {
  std::uint32_t number = 0;
  if (::getentropy(&number, sizeof number) != 0) std::abort(); // never with so few bytes
  return number;
}

#ifdef DLFO_STRUCT_HAS_EH_DBASE // else the libgcc of this system does not ask

namespace {

struct Search {
  std::uintptr_t address;
  dl_find_object& found;
};

/// Not 0 when the address lies in this object.
int look_into(dl_phdr_info* object, std::size_t, void* data) {
  const auto& search = *static_cast<Search*>(data);
  dl_find_object found{};
  bool holds_it = false;
  for (std::size_t i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = object->dlpi_phdr[i];
    const std::uintptr_t begin = object->dlpi_addr + segment.p_vaddr;
    auto* const place = reinterpret_cast<void*>(begin); // NOLINT(performance-no-int-to-ptr)
    if (segment.p_type == PT_GNU_EH_FRAME) found.dlfo_eh_frame = place;
    if (segment.p_type != PT_LOAD || search.address - begin >= segment.p_memsz) continue;
    holds_it = true;
    found.dlfo_map_start = place;
    found.dlfo_map_end = static_cast<char*>(place) + segment.p_memsz;
  }
  if (holds_it) search.found = found;
  return holds_it ? 1 : 0;
}

} // namespace

/// What libgcc asks at every exception: which program or library an address lies in, and where the tables are
/// by which its stack is unwound. In the C library since 2.35; not 0 where nothing is known of the address.
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): the C library chose it
extern "C" [[gnu::visibility("hidden")]] int _dl_find_object(void* address, dl_find_object* found) noexcept {
  *found = {};
  Search search{reinterpret_cast<std::uintptr_t>(address), *found};
  const bool known = ::dl_iterate_phdr(look_into, &search) != 0 && found->dlfo_eh_frame != nullptr;
  return known ? 0 : -1;
}

#endif
