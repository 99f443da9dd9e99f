#include "server/http/trust.h"

#include <array>
#include <filesystem>
#include <string_view>

namespace unify_ls::http {
namespace {

constexpr std::array<std::string_view, 5> well_known_places = {
    "/etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu, Arch, Gentoo
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // Fedora, RHEL
    "/etc/pki/tls/certs/ca-bundle.crt",                  // older RHEL
    "/etc/ssl/ca-bundle.pem",                            // SUSE
    "/etc/ssl/cert.pem",                                 // Alpine, the BSDs, macOS
};

std::optional<std::string> find_certificates() {
  for (const std::string_view place : well_known_places) {
    std::error_code unreadable;
    const auto size = std::filesystem::file_size(place, unreadable);
    if (!unreadable && size > 0) return std::string(place);
  }
  return std::nullopt;
}

} // namespace

const std::optional<std::string>& trusted_certificates() {
  static const std::optional<std::string> found = find_certificates();
  return found;
}

} // namespace unify_ls::http
