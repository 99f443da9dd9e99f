#pragma once

#include "server/credentials/helper.h"
#include "server/credentials/store.h"

#include <string>

namespace unify_ls::credentials {

/// Where our helper program is: beside the running program.
std::string secret_service_program();

struct SecretServiceOptions {
  std::string program = secret_service_program();
  StoreDeadlines deadlines{};
};

/// Any Secret Service (gnome-keyring, KWallet, KeePassXC), spoken to by a helper program that lives for one
/// call. libsecret keeps a broken connection forever and can wait without end, so it has no place in a
/// server: a keyring that hangs costs a killed child. server/secret-service/protocol.h says what goes over
/// the pipes.
class SecretService final : public TokenStore {
 public:
  explicit SecretService(SecretServiceOptions options) : options_(std::move(options)) {}

  std::string_view name() const override { return "secret-service"; }

  Task<Result<std::optional<Secret>>> get(std::string_view origin, Patience patience) override;
  Task<Result<void>> put(std::string_view origin, const Secret& token, Patience patience) override;
  Task<Result<bool>> erase(std::string_view origin, Patience patience) override;
  Task<StoreState> state(Patience patience) override;

 private:
  Task<HelperOutcome> run(std::string verb, std::string_view input, Patience patience);
  StoreState trouble(const HelperOutcome& outcome, Patience patience) const;

  SecretServiceOptions options_;
};

} // namespace unify_ls::credentials
