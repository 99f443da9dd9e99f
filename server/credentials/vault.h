#pragma once

#include "server/base/clock.h"
#include "server/credentials/chooser.h"
#include "server/credentials/store.h"
#include "server/credentials/token_source.h"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
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

/// A token in memory is used for so long before the store is asked whether it still holds that one: people
/// change it there by other means than ours too.
inline constexpr std::chrono::seconds token_lifetime{60};

/// How a vault knows that the token in its memory may no longer be the one in the store.
struct Freshness {
  /// Monotone.
  std::function<SteadyTime()> now = [] { return SteadyTime{}; };
  /// A number that is another one once unify-ls stored or deleted a token of this origin, in whatever
  /// process; nothing when that cannot be told, and the store is then asked each time.
  std::function<std::optional<std::int64_t>()> changes = [] { return 0; };
};

/// The one token of the configured origin: reads it from the chosen store when it is first needed, keeps it
/// in memory, and stores and erases it for the commands. Every other origin is refused, whoever asks. All
/// calls on the loop's thread.
class Vault final : public TokenSource {
 public:
  Vault(std::string origin, StoreChooser chooser, StoreDeadlines deadlines = {}, Freshness freshness = {})
      : origin_(std::move(origin)),
        chooser_(std::move(chooser)),
        deadlines_(deadlines),
        freshness_(std::move(freshness)) {}

  const std::string& origin() const { return origin_; }

  /// Whether UNIFY_TOKEN holds the token, which then cannot be changed here.
  bool is_of_environment() const { return chooser_.is_environment(); }

  /// Concurrent calls share one reading of the store; a person's call does not take the failure of one that
  /// was not allowed to ask. What is in memory is looked up once more as Freshness says, never with a prompt;
  /// where the store cannot be read just then, the token stays good for another `token_lifetime`, unless it
  /// is known to have changed.
  Task<Result<const Secret*>> token(std::string_view origin, Patience patience) override;

  void forget() override;

  /// Stores the token of the configured origin in place of the one before.
  Task<Result<void>> put(const Secret& token, Patience patience);

  /// False when there was none.
  Task<Result<bool>> erase(Patience patience);

  Task<StoreReport> report(Patience patience);

  /// Tells the token in use, or on trial, from others; see credentials::fingerprint.
  Task<Result<std::string>> fingerprint(Patience patience);

  /// While it lives, requests are sent with this token, whatever the store holds: to have it checked before
  /// it replaces a good one.
  class Trial {
   public:
    Trial(Vault& vault, const Secret& token) : vault_(vault) { vault_.on_trial_ = &token; }

    ~Trial() { vault_.on_trial_ = nullptr; }

    Trial(const Trial&) = delete;
    Trial& operator=(const Trial&) = delete;

   private:
    Vault& vault_;
  };

 private:
  struct Reading;

  Task<Result<std::shared_ptr<TokenStore>>> store(Patience patience);
  Task<Result<std::optional<Secret>>> read(Patience patience);
  bool is_fresh(SteadyTime now) const;
  void drop_what_changed();
  Task<Result<void>> read_for_all(Patience patience);
  Task<Result<void>> wait_for(std::shared_ptr<Reading> reading, Patience patience);

  std::string origin_;
  StoreChooser chooser_;
  StoreDeadlines deadlines_;
  Freshness freshness_;
  std::shared_ptr<TokenStore> chosen_;
  Secret token_;
  SteadyTime read_at_{};                  ///< when the store was last asked
  std::optional<std::int64_t> changes_{}; ///< Freshness::changes before that
  const Secret* on_trial_ = nullptr;
  std::shared_ptr<Reading> reading_;
  std::uint64_t forgotten_ = 0; ///< how often forget() was called, so that no older reading is kept
};

} // namespace unify_ls::credentials
