#pragma once

#include "server/base/origin.h"
#include "server/credentials/git_config.h"
#include "server/credentials/helper.h"
#include "server/credentials/store.h"

#include <expected>
#include <memory>
#include <string>

namespace unify_ls::credentials {

struct GitCredentialOptions {
  /// Absolute path of git; empty when there is none.
  std::string git = find_program("git");
  /// The helper's name ("libsecret"); empty takes the first safe one that git is set up with.
  std::string helper{};
  StoreDeadlines deadlines{};
  /// Asked first, where it is given, when nobody waits and the helper would open the Secret Service's prompt.
  std::shared_ptr<TokenStore> keyring{};
};

/// The token store behind one credential helper of the person's own git: macOS' Keychain, Windows' Credential
/// Manager, a Secret Service and more. It is used as git uses it, with two guards: git runs in `/` with an
/// environment of our choice, so that no repository's configuration names the helper; and exactly one helper
/// is named, because git hands a new password to every helper it knows.
class GitCredential final : public TokenStore {
 public:
  explicit GitCredential(GitCredentialOptions options) : options_(std::move(options)) {}

  std::string_view name() const override { return "git-credential"; }

  Task<Result<std::optional<Secret>>> get(std::string_view origin, Patience patience) override;
  Task<Result<void>> put(std::string_view origin, const Secret& token, Patience patience) override;
  Task<Result<bool>> erase(std::string_view origin, Patience patience) override;
  Task<StoreState> state(Patience patience) override;

 private:
  /// What was asked for, or how the store is instead.
  template <class T> using OrState = std::expected<T, StoreState>;

  /// The helper to use now, after all checks.
  Task<OrState<GitHelper>> choose(Patience patience);
  Task<OrState<GitCredentialConfig>> configuration(Patience patience);
  OrState<GitHelper> pick(const GitCredentialConfig& config) const;

  Task<OrState<std::optional<Secret>>> fill(const GitHelper& helper, const OriginParts& origin,
                                            Patience patience);
  Task<OrState<void>> approve(const GitHelper& helper, const OriginParts& origin, const Secret& token,
                              Patience patience);
  Task<OrState<bool>> reject(const GitHelper& helper, const OriginParts& origin, Patience patience);

  Task<HelperOutcome> run(std::vector<std::string> arguments, std::string_view input, Patience patience);
  Task<HelperOutcome> credential(std::string verb, const GitHelper& helper, std::string_view input,
                                 Patience patience);
  StoreState trouble(const HelperOutcome& outcome, const GitHelper& helper, Patience patience) const;

  GitCredentialOptions options_;
};

} // namespace unify_ls::credentials
