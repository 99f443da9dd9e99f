#include "server/credentials/secret.h"

#include <cstring>
#include <utility>

namespace unify_ls::credentials {

Secret::Secret(std::string_view bytes) : bytes_(std::make_unique<char[]>(bytes.size())), size_(bytes.size()) {
  if (!bytes.empty()) std::memcpy(bytes_.get(), bytes.data(), bytes.size());
}

Secret& Secret::operator=(Secret&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  std::swap(size_, other.size_);
  return *this; // `other` wipes what we held
}

Secret::~Secret() {
  if (bytes_) ::explicit_bzero(bytes_.get(), size_);
}

void wipe(std::string& buffer) {
  buffer.resize(buffer.capacity());
  ::explicit_bzero(buffer.data(), buffer.size());
  buffer.clear();
}

} // namespace unify_ls::credentials
