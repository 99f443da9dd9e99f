#pragma once

#include "server/credentials/secret.h"
#include "server/secret-service/glib.h"

#include <expected>
#include <string>
#include <string_view>

namespace unify_ls::secret_service {

/// Why it did not work: a word of protocol.h, and libsecret's own words for a person who looks for a fault.
struct Trouble {
  std::string_view word;
  std::string detail{};
};

template <class T = void> using Outcome = std::expected<T, Trouble>;

/// The default keyring of the session, for one call. It blocks: whoever started us kills us at a deadline.
class Keyring {
 public:
  /// Connects to the bus, to the service on it and to its default keyring, and unlocks that when
  /// `interactive` and a person gives the password. Without `interactive` nothing prompts here or later.
  static Outcome<Keyring> open(bool interactive);

  /// The token of this origin; not-found when there is none.
  Outcome<credentials::Secret> get(const std::string& origin) const;

  /// Replaces the one before, reads it back, and creates the default keyring where a person may be asked to.
  Outcome<> store(const std::string& origin, const credentials::Secret& token);

  /// Erases all of this origin and tells how many there were; not-found when there was none.
  Outcome<int> erase(const std::string& origin) const;

  /// Whether there is a default keyring and it is open.
  Outcome<> check() const;

 private:
  Keyring() = default;

  Outcome<> find_collection();
  Outcome<> unlock();
  Outcome<Items> items_of(const std::string& origin, SecretSearchFlags flags) const;

  bool interactive_ = false;
  Object<SecretService> service_;
  Object<SecretCollection> collection_; ///< empty: there is no default keyring
};

} // namespace unify_ls::secret_service
