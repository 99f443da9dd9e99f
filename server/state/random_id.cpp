#include "server/state/random_id.h"

#include <cstddef>
#include <random>
#include <string_view>

namespace unify_ls::state {

std::string random_id() {
  constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
  constexpr std::size_t length = 12;
  std::random_device source; // the system's own generator
  std::string id;
  for (std::size_t i = 0; i < length; ++i) id += digits[source() % digits.size()];
  return id;
}

} // namespace unify_ls::state
