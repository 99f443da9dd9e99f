#include "server/credentials/git_config.h"

#include "server/base/text.h"

#include <algorithm>
#include <array>

namespace unify_ls::credentials {
namespace {

constexpr std::array safe_helpers{"libsecret", "osxkeychain", "wincred", "manager"};

constexpr std::string_view program_prefix = "git-credential-";

/// The name in "cache --timeout=60" or "/usr/lib/git-core/git-credential-cache --timeout=60". Anything else
/// is a program or a shell command of the person's own.
std::string name_in(std::string_view command) {
  std::string_view word = command.substr(0, command.find_first_of(" \t"));
  const std::size_t slash = word.rfind('/');
  if (slash != std::string_view::npos) {
    word.remove_prefix(slash + 1);
    if (!word.starts_with(program_prefix)) return {};
    word.remove_prefix(program_prefix.size());
  }
  return is_helper_name(word) ? std::string(word) : std::string();
}

} // namespace

GitCredentialConfig read_git_credential_config(std::string_view printed) {
  GitCredentialConfig config;
  while (!printed.empty()) {
    const std::size_t end = std::min(printed.find('\0'), printed.size());
    const std::string_view entry = printed.substr(0, end);
    printed.remove_prefix(std::min(end + 1, printed.size()));
    const std::size_t line = std::min(entry.find('\n'), entry.size());
    const std::string_view key = entry.substr(0, line);
    const std::string_view value = entry.substr(std::min(line + 1, entry.size()));
    // git prints the names in lower case.
    if (key == "credential.credentialstore") config.manager_store = lower_ascii(trimmed(value));
    if (key != "credential.helper") continue;
    if (value.empty())
      config.helpers.clear();
    else
      config.helpers.push_back({name_in(value), std::string(value)});
  }
  return config;
}

bool is_safe_helper(const GitHelper& helper, const GitCredentialConfig& config) {
  return std::ranges::find(safe_helpers, helper.name) != safe_helpers.end() &&
         !writes_plain_file(helper.name, config);
}

bool asks_secret_service(std::string_view helper_name, const GitCredentialConfig& config) {
  return helper_name == "libsecret" || (helper_name == "manager" && config.manager_store == "secretservice");
}

bool writes_plain_file(std::string_view helper_name, const GitCredentialConfig& config) {
  return helper_name == "manager" && config.manager_store == "plaintext";
}

bool is_helper_name(std::string_view name) {
  return !name.empty() && name.front() != '-' && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

} // namespace unify_ls::credentials
