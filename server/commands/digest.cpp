// libcrypto's general interface brings all of its algorithms into the program; this one function does not.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "server/commands/digest.h"

#include <fmt/format.h>

#include <array>
#include <openssl/sha.h>

namespace unify_ls::commands {

std::string digest(const std::vector<std::string_view>& texts) {
  SHA256_CTX context;
  SHA256_Init(&context);
  for (const std::string_view text : texts) {
    const std::string length = fmt::format("{}:", text.size());
    SHA256_Update(&context, length.data(), length.size());
    SHA256_Update(&context, text.data(), text.size());
  }
  std::array<unsigned char, SHA256_DIGEST_LENGTH> bytes{};
  SHA256_Final(bytes.data(), &context);
  std::string hex;
  for (const unsigned char byte : bytes) hex += fmt::format("{:02x}", byte);
  return hex;
}

} // namespace unify_ls::commands
