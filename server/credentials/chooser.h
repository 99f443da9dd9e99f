#pragma once

#include "server/credentials/git_credential.h"
#include "server/credentials/secret_service.h"
#include "server/credentials/store.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::credentials {

enum class StoreKind { automatic, secret_service, git_credential, file };

/// The setting `tokenStore`, read.
struct StoreSetting {
  StoreKind kind = StoreKind::automatic;
  std::string helper{}; ///< of `git-credential:NAME`; empty takes the first safe one
};

/// "auto" (or ""), "secret-service", "git-credential", "git-credential:NAME" or "file"; else
/// ErrorKind::settings, naming these.
Result<StoreSetting> read_store_setting(std::string_view text);

struct StoreChoice {
  std::shared_ptr<TokenStore> store;
  std::string why; ///< a sentence for `status` and `doctor`: what was tried, and why not
};

/// Decides where the token is kept. A store asked for by name is taken as it is. `auto` takes the first that
/// works of those it was given; a locked keyring works, since the token that it holds is wanted and not a
/// second one elsewhere. It never falls back to anything else.
class StoreChooser {
 public:
  /// The one store to use, and why.
  StoreChooser(std::shared_ptr<TokenStore> only, std::string why);

  /// `auto` over these, in this order.
  explicit StoreChooser(std::vector<std::shared_ptr<TokenStore>> candidates);

  Task<Result<StoreChoice>> choose(Patience patience) const;

  /// Whether the one store is UNIFY_TOKEN.
  bool is_environment() const { return !why_.empty() && stores_.front()->name() == "environment"; }

 private:
  std::vector<std::shared_ptr<TokenStore>> stores_;
  std::string why_; ///< empty for `auto`
};

/// What the composition root knows.
struct StoreSettings {
  std::string token_store{}; ///< the setting, as text
  std::string origin{};
  std::string token_folder{};                        ///< where a file store is, empty when there is no home
  std::optional<Result<Secret>> environment_token{}; ///< see take_environment_token(); wins over the setting
  SecretServiceOptions secret_service{};
  GitCredentialOptions git_credential{};
};

/// The chooser over the real stores. ErrorKind::settings when the setting names no store.
Result<StoreChooser> make_store_chooser(StoreSettings settings);

} // namespace unify_ls::credentials
