#include "server/credentials/chooser.h"

#include "server/base/text.h"
#include "server/credentials/environment.h"
#include "server/credentials/file.h"

#include <fmt/format.h>

namespace unify_ls::credentials {
namespace {

constexpr std::string_view git_credential_prefix = "git-credential:";

/// As much of a wrong setting as is shown.
constexpr std::size_t shown_characters = 40;

bool works(const StoreState& state) {
  return state.condition == StoreCondition::usable || state.condition == StoreCondition::locked;
}

} // namespace

Result<StoreSetting> read_store_setting(std::string_view text) {
  if (text.empty() || text == "auto") return StoreSetting{StoreKind::automatic};
  if (text == "secret-service") return StoreSetting{StoreKind::secret_service};
  if (text == "git-credential") return StoreSetting{StoreKind::git_credential};
  if (text == "file") return StoreSetting{StoreKind::file};
  if (text.starts_with(git_credential_prefix)) {
    const std::string_view helper = text.substr(git_credential_prefix.size());
    if (is_helper_name(helper)) return StoreSetting{StoreKind::git_credential, std::string(helper)};
  }
  return fail(ErrorKind::settings,
              fmt::format("tokenStore is \"{}\": set it to auto, secret-service, git-credential, "
                          "git-credential:NAME (a helper of git) or file.",
                          shortened(printable(repair_utf8(text)), shown_characters)));
}

StoreChooser::StoreChooser(std::shared_ptr<TokenStore> only, std::string why)
    : stores_{std::move(only)},
      why_(std::move(why)) {}

StoreChooser::StoreChooser(std::vector<std::shared_ptr<TokenStore>> candidates)
    : stores_(std::move(candidates)) {}

Task<Result<StoreChoice>> StoreChooser::choose(Patience patience) const {
  if (!why_.empty()) co_return StoreChoice{stores_.front(), why_};
  std::string refused;
  for (const std::shared_ptr<TokenStore>& store : stores_) {
    const StoreState state = co_await store->state(patience);
    if (works(state) && refused.empty())
      co_return StoreChoice{store, fmt::format("auto takes {}, which comes first.", store->name())};
    if (works(state))
      co_return StoreChoice{store, fmt::format("auto takes {} ({}).", store->name(), refused)};
    if (!refused.empty()) refused += "; ";
    refused += fmt::format("not {}: {}", store->name(), state.detail);
  }
  co_return fail(
      ErrorKind::secretStore,
      fmt::format("No safe token store works here ({}): set one up, or ask for a plain file with the "
                  "setting tokenStore, value file.",
                  refused));
}

Result<StoreChooser> make_store_chooser(StoreSettings settings) {
  const Result<StoreSetting> setting = read_store_setting(settings.token_store);
  if (!setting) return fail(setting.error());
  if (settings.environment_token)
    return StoreChooser(
        std::make_shared<Environment>(settings.origin, std::move(*settings.environment_token)),
        "UNIFY_TOKEN is set, which wins over every store.");
  auto keyring = std::make_shared<SecretService>(std::move(settings.secret_service));
  settings.git_credential.helper = setting->helper;
  settings.git_credential.keyring = keyring;
  auto git = std::make_shared<GitCredential>(std::move(settings.git_credential));
  const std::string by_name = "The setting tokenStore names it.";
  switch (setting->kind) {
  case StoreKind::secret_service: return StoreChooser(std::move(keyring), by_name);
  case StoreKind::git_credential: return StoreChooser(std::move(git), by_name);
  case StoreKind::file:
    return StoreChooser(std::make_shared<FileStore>(std::move(settings.token_folder)), by_name);
  case StoreKind::automatic: break;
  }
  return StoreChooser({std::move(keyring), std::move(git)});
}

} // namespace unify_ls::credentials
