#include "server/credentials/secret.h"

#include <fmt/format.h>

#include <cstdint>
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
  if (bytes_) wipe(bytes_.get(), size_);
}

std::string fingerprint(const Secret& token) {
  std::uint64_t hash = 0xcbf29ce484222325U; // FNV-1a
  for (const char c : token.reveal()) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return fmt::format("{:08x}", static_cast<std::uint32_t>(hash ^ hash >> 32U));
}

void wipe(std::string& buffer) {
  buffer.resize(buffer.capacity());
  wipe(buffer.data(), buffer.size());
  buffer.clear();
}

void wipe(char* bytes, std::size_t size) { ::explicit_bzero(bytes, size); }

} // namespace unify_ls::credentials
