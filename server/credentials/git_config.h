#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Pure: which credential helpers a person has set git up with.
namespace unify_ls::credentials {

/// One helper of `credential.helper`.
struct GitHelper {
  /// "libsecret"; empty for a shell command, which has no name we could judge.
  std::string name;
  /// As the person wrote it, for `-c credential.helper=...`: "cache --timeout=3600", "/usr/lib/git-core/...".
  std::string command;

  friend bool operator==(const GitHelper&, const GitHelper&) = default;
};

struct GitCredentialConfig {
  /// In git's order, without those that an empty `helper =` line takes back; then those that are set for the
  /// address of one git host: that such a helper is there and keeps secrets holds for other addresses too.
  std::vector<GitHelper> helpers;
  /// `credential.credentialStore`, which git-credential-manager reads: "secretservice", "plaintext", ...
  std::string manager_store;
};

/// Reads what `git config -z --get-regexp '^credential\.'` prints.
GitCredentialConfig read_git_credential_config(std::string_view printed);

/// Whether `auto` may hand a token to this helper: one that keeps it in the system's own store. The others
/// write a plain file, forget it, or run a shell command.
bool is_safe_helper(const GitHelper& helper, const GitCredentialConfig& config);

/// Whether the helper asks the Secret Service, whose prompt must not come out of the blue.
bool asks_secret_service(std::string_view helper_name, const GitCredentialConfig& config);

/// git-credential-manager told to write plain files.
bool writes_plain_file(std::string_view helper_name, const GitCredentialConfig& config);

/// Letters, digits, `-` and `_`: a name that git can only look up as the program git-credential-NAME.
bool is_helper_name(std::string_view name);

} // namespace unify_ls::credentials
