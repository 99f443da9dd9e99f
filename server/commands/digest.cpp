#include "server/commands/digest.h"

#include <fmt/format.h>

#include <array>
#include <memory>
#include <openssl/evp.h>

namespace unify_ls::commands {

std::string digest(const std::vector<std::string_view>& texts) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  for (const std::string_view text : texts) {
    const std::string length = fmt::format("{}:", text.size());
    EVP_DigestUpdate(context.get(), length.data(), length.size());
    EVP_DigestUpdate(context.get(), text.data(), text.size());
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  EVP_DigestFinal_ex(context.get(), bytes.data(), &size);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", bytes[i]);
  return hex;
}

} // namespace unify_ls::commands
