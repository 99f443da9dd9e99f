#include "server/credentials/vault.h"

#include "server/credentials/pasted.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

namespace unify_ls::credentials {
namespace {

std::unexpected<Error> nothing_stored(std::string_view origin) {
  return fail(ErrorKind::noToken, fmt::format("No token is stored for {}.", origin));
}

} // namespace

/// One reading of the store that is under way, and those who wait for it.
struct Vault::Reading {
  Patience patience;
  std::list<asio::steady_timer*> waiting{};
  std::optional<Result<void>> outcome{}; ///< still empty at the end when the reader was cancelled

  void end() {
    for (asio::steady_timer* timer : waiting) timer->cancel();
  }
};

Task<Result<std::shared_ptr<TokenStore>>> Vault::store(Patience patience) {
  if (chosen_) co_return chosen_;
  Result<StoreChoice> choice = co_await chooser_.choose(patience);
  if (!choice) co_return fail(std::move(choice.error()));
  chosen_ = choice->store;
  co_return chosen_;
}

Task<Result<std::optional<Secret>>> Vault::read(Patience patience) {
  const Result<std::shared_ptr<TokenStore>> store = co_await this->store(patience);
  if (!store) co_return fail(store.error());
  Result<std::optional<Secret>> token = co_await (*store)->get(origin_, patience);
  if (!token || !*token) co_return token;
  const std::string_view fault = fault_of_token((*token)->reveal());
  if (fault.empty()) co_return token;
  co_return fail(ErrorKind::secretStore, fmt::format("What {} holds for {} {}: store the token again.",
                                                     (*store)->name(), origin_, fault));
}

Task<Result<void>> Vault::read_for_all(Patience patience) {
  // Ends the reading however this coroutine ends, so that nobody waits for one that was cancelled.
  struct EndOfReading {
    Vault& vault;
    std::shared_ptr<Reading> reading;

    ~EndOfReading() {
      if (vault.reading_ == reading) vault.reading_.reset();
      reading->end();
    }
  };

  const auto reading = std::make_shared<Reading>(patience);
  const EndOfReading end{*this, reading};
  reading_ = reading;
  const std::uint64_t before = forgotten_;
  Result<std::optional<Secret>> found = co_await read(patience);
  if (before != forgotten_) co_return Result<void>(); // older than what it would stand for: read again
  read_at_ = freshness_.now();
  if (!found)
    reading->outcome = fail(std::move(found.error()));
  else if (!*found) {
    token_ = Secret();
    reading->outcome = nothing_stored(origin_);
  } else {
    token_ = std::move(**found);
    reading->outcome = Result<void>();
  }
  co_return *reading->outcome;
}

Task<Result<void>> Vault::wait_for(std::shared_ptr<Reading> reading, Patience patience) {
  asio::steady_timer timer(co_await asio::this_coro::executor, deadlines_.of(patience));
  const auto place = reading->waiting.insert(reading->waiting.end(), &timer);

  struct Leave {
    Reading& reading;
    std::list<asio::steady_timer*>::const_iterator place;

    ~Leave() { reading.waiting.erase(place); }
  };

  const Leave leave{*reading, place};
  boost::system::error_code woken;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  if (!woken)
    co_return fail(ErrorKind::secretStore,
                   "Another command still waits for the token store: answer its prompt and try again.");
  const bool asks_more = patience == Patience::person && reading->patience == Patience::background;
  if (reading->outcome && !(asks_more && !*reading->outcome)) co_return *reading->outcome;
  co_return Result<void>();
}

Task<Result<const Secret*>> Vault::token(std::string_view origin, Patience patience) {
  if (origin != origin_)
    co_return fail(ErrorKind::secretStore,
                   fmt::format("The token belongs to {} and is not sent anywhere else.", origin_));
  if (on_trial_ != nullptr) co_return on_trial_;
  drop_what_changed();
  const SteadyTime asked_at = freshness_.now();
  bool read_just_now = false;
  while (token_.empty() || !(read_just_now || is_fresh(asked_at))) {
    // A prompt is for a token that is needed, not for seeing whether it is still the same.
    const Patience allowed = token_.empty() ? patience : Patience::background;
    Result<void> outcome;
    if (reading_)
      outcome = co_await wait_for(reading_, allowed);
    else
      outcome = co_await read_for_all(allowed);
    if (!outcome && token_.empty()) co_return fail(std::move(outcome.error()));
    read_just_now = !outcome || read_at_ >= asked_at;
  }
  co_return &token_;
}

bool Vault::is_fresh(SteadyTime now) const { return changes_ && now - read_at_ < token_lifetime; }

/// After this, what is in memory or being read is at least as new as the last change that we know of.
void Vault::drop_what_changed() {
  const std::optional<std::int64_t> changes = freshness_.changes();
  if (changes && changes != changes_) forget(); // or what happened meanwhile is not known
  changes_ = changes;
}

void Vault::forget() {
  token_ = Secret();
  chosen_.reset(); // a keyring may have come or gone since
  reading_.reset();
  ++forgotten_;
}

Task<Result<void>> Vault::put(const Secret& token, Patience patience) {
  if (const std::string_view fault = fault_of_token(token.reveal()); !fault.empty())
    co_return fail(ErrorKind::invalidInputs, fmt::format("The token {}.", fault));
  forget();
  const Result<std::shared_ptr<TokenStore>> store = co_await this->store(patience);
  if (!store) co_return fail(store.error());
  Result<void> stored = co_await (*store)->put(origin_, token, patience);
  forget();
  co_return stored;
}

Task<Result<bool>> Vault::erase(Patience patience) {
  forget();
  const Result<std::shared_ptr<TokenStore>> store = co_await this->store(patience);
  if (!store) co_return fail(store.error());
  Result<bool> erased = co_await (*store)->erase(origin_, patience);
  forget();
  co_return erased;
}

Task<Result<std::string>> Vault::fingerprint(Patience patience) {
  const Result<const Secret*> token = co_await this->token(origin_, patience);
  if (!token) co_return fail(token.error());
  co_return credentials::fingerprint(**token);
}

Task<StoreReport> Vault::report(Patience patience) {
  const Result<StoreChoice> choice = co_await chooser_.choose(patience);
  if (!choice)
    co_return StoreReport{"", choice.error().message, {StoreCondition::absent, "No store works", ""}};
  StoreState state = co_await choice->store->state(patience);
  co_return StoreReport{std::string(choice->store->name()), choice->why, std::move(state)};
}

} // namespace unify_ls::credentials
