#include "tests/fuzz/support/fuzz.h"

#include <cstdio>
#include <cstdlib>

namespace unify_ls::fuzz {

void expect(bool holds, std::string_view property) {
  if (holds) return;
  std::fprintf(stderr, "A property does not hold: %.*s\n", static_cast<int>(property.size()),
               property.data());
  std::abort();
}

std::string_view take_line(std::string_view& bytes) {
  const std::size_t end = bytes.find('\n');
  const std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
  return line;
}

} // namespace unify_ls::fuzz

/// libFuzzer's entry, whose name is libFuzzer's too.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  unify_ls::fuzz::examine({reinterpret_cast<const char*>(data), size});
  return 0;
}
