#pragma once

#include "server/credentials/chooser.h"
#include "server/credentials/keeper.h"
#include "server/credentials/store.h"

#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>

namespace unify_ls::credentials {

/// Where the token of the configured origin is kept and how that store is; for `status` and `doctor`.
struct StoreReport {
  std::string store; ///< TokenStore::name(); empty when none works
  std::string why;   ///< a sentence: why this one
  StoreState state;
};

/// The one token of the configured origin: reads it from the chosen store when it is first needed, keeps it
/// in memory, and stores and erases it for the commands. Every other origin is refused, whoever asks. All
/// calls on the loop's thread.
class Vault final : public TokenSource {
 public:
  Vault(std::string origin, StoreChooser chooser, StoreDeadlines deadlines = {})
      : origin_(std::move(origin)),
        chooser_(std::move(chooser)),
        deadlines_(deadlines) {}

  const std::string& origin() const { return origin_; }

  /// Concurrent calls share one reading of the store; a person's call does not take the failure of one that
  /// was not allowed to ask.
  Task<Result<const Secret*>> token(std::string_view origin, Patience patience) override;

  void forget() override;

  /// Stores the token of the configured origin in place of the one before.
  Task<Result<void>> put(const Secret& token, Patience patience);

  /// False when there was none.
  Task<Result<bool>> erase(Patience patience);

  Task<StoreReport> report(Patience patience);

 private:
  struct Reading;

  Task<Result<std::shared_ptr<TokenStore>>> store(Patience patience);
  Task<Result<std::optional<Secret>>> read(Patience patience);
  Task<Result<void>> read_for_all(Patience patience);
  Task<Result<void>> wait_for(std::shared_ptr<Reading> reading, Patience patience);

  std::string origin_;
  StoreChooser chooser_;
  StoreDeadlines deadlines_;
  std::shared_ptr<TokenStore> chosen_;
  Secret token_;
  std::shared_ptr<Reading> reading_;
  std::uint64_t forgotten_ = 0; ///< how often forget() was called, so that no older reading is kept
};

} // namespace unify_ls::credentials
