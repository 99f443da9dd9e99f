#include "server/secret-service/keyring.h"

#include "server/secret-service/protocol.h"
#include "server/secret-service/quiet_service.h"

namespace unify_ls::secret_service {
namespace {

constexpr const char* application = "unify-ls";
constexpr const char* content_type = "text/plain";

/// Only what never changes: an attribute that does would make storing again add a second item.
const SecretSchema& schema() {
  static const SecretSchema token_schema = [] {
    SecretSchema made{};
    made.name = "unify_ls.Token";
    made.flags = SECRET_SCHEMA_NONE;
    made.attributes[0] = {"application", SECRET_SCHEMA_ATTRIBUTE_STRING};
    made.attributes[1] = {"origin", SECRET_SCHEMA_ATTRIBUTE_STRING};
    return made;
  }();
  return token_schema;
}

Table attributes_of(const std::string& origin) {
  return Table(
      secret_attributes_build(&schema(), "application", application, "origin", origin.c_str(), nullptr));
}

bool is_missing_service(const GError* error) {
  for (const int code :
       {G_DBUS_ERROR_SERVICE_UNKNOWN, G_DBUS_ERROR_NAME_HAS_NO_OWNER, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND,
        G_DBUS_ERROR_SPAWN_EXEC_FAILED, G_DBUS_ERROR_SPAWN_CHILD_EXITED, G_DBUS_ERROR_SPAWN_CHILD_SIGNALED})
    if (g_error_matches(error, G_DBUS_ERROR, code)) return true;
  return false;
}

std::unexpected<Trouble> trouble(std::string_view otherwise, const ErrorPointer& error) {
  std::string_view word = otherwise;
  if (is_missing_service(error.get()))
    word = word::no_service;
  else if (is_refused_prompt(error.get()) ||
           g_error_matches(error.get(), SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    word = word::locked;
  else if (g_error_matches(error.get(), G_IO_ERROR, G_IO_ERROR_CANCELLED))
    word = word::dismissed;
  return std::unexpected(Trouble{word, error ? error->message : ""});
}

} // namespace

Outcome<Keyring> Keyring::open(bool interactive) {
  Keyring keyring;
  keyring.interactive_ = interactive;
  ErrorPointer error;
  GDBusConnection* bus = g_bus_get_sync(G_BUS_TYPE_SESSION, nullptr, CatchError(error));
  if (bus == nullptr) return trouble(word::no_bus, error);
  g_dbus_connection_set_exit_on_close(bus, FALSE); // it stays open for libsecret, which takes the same one

  const GType type = interactive ? SECRET_TYPE_SERVICE : quiet_service_type();
  keyring.service_.reset(
      secret_service_open_sync(type, nullptr, SECRET_SERVICE_OPEN_SESSION, nullptr, CatchError(error)));
  if (!keyring.service_) return trouble(word::failed, error);
  if (const Outcome<> found = keyring.find_collection(); !found) return std::unexpected(found.error());
  if (const Outcome<> unlocked = keyring.unlock(); !unlocked) return std::unexpected(unlocked.error());
  return keyring;
}

Outcome<> Keyring::find_collection() {
  ErrorPointer error;
  collection_.reset(secret_collection_for_alias_sync(service_.get(), SECRET_COLLECTION_DEFAULT,
                                                     SECRET_COLLECTION_NONE, nullptr, CatchError(error)));
  if (error) return trouble(word::failed, error);
  return {};
}

Outcome<> Keyring::unlock() {
  if (!collection_ || secret_collection_get_locked(collection_.get()) == FALSE) return {};
  if (!interactive_) return std::unexpected(Trouble{word::locked});
  GList only{collection_.get(), nullptr, nullptr};
  ErrorPointer error;
  const int unlocked = secret_service_unlock_sync(service_.get(), &only, nullptr, nullptr, CatchError(error));
  if (error) return trouble(word::failed, error);
  if (unlocked < 1) return std::unexpected(Trouble{word::dismissed});
  return {};
}

Outcome<> Keyring::check() const {
  if (!collection_) return std::unexpected(Trouble{word::no_collection});
  return {};
}

Outcome<Items> Keyring::items_of(const std::string& origin, SecretSearchFlags flags) const {
  if (const Outcome<> checked = check(); !checked) return std::unexpected(checked.error());
  const Table attributes = attributes_of(origin);
  ErrorPointer error;
  Items items(secret_collection_search_sync(collection_.get(), &schema(), attributes.get(), flags, nullptr,
                                            CatchError(error)));
  if (error) return trouble(word::failed, error);
  return items;
}

Outcome<credentials::Secret> Keyring::get(const std::string& origin) const {
  const Outcome<Items> items = // NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange): flags
      items_of(origin, static_cast<SecretSearchFlags>(SECRET_SEARCH_ALL | SECRET_SEARCH_LOAD_SECRETS));
  if (!items) return std::unexpected(items.error());
  bool locked = false;
  for (const GList* place = items->get(); place != nullptr; place = place->next) {
    auto* item = static_cast<SecretItem*>(place->data);
    const Value value(secret_item_get_secret(item));
    if (!value) {
      locked = locked || secret_item_get_locked(item) != FALSE;
      continue;
    }
    gsize size = 0;
    const gchar* bytes = secret_value_get(value.get(), &size);
    return credentials::Secret({bytes, size});
  }
  return std::unexpected(Trouble{locked ? word::locked : word::not_found});
}

Outcome<> Keyring::store(const std::string& origin, const credentials::Secret& token) {
  if (const Outcome<> checked = check(); !checked && !interactive_) return checked;
  const Table attributes = attributes_of(origin);
  const std::string label = "Unify token for " + origin;
  const std::string_view bytes = token.reveal();
  const Value value(secret_value_new(bytes.data(), static_cast<gssize>(bytes.size()), content_type));
  ErrorPointer error;
  secret_service_store_sync(service_.get(), &schema(), attributes.get(), SECRET_COLLECTION_DEFAULT,
                            label.c_str(), value.get(), nullptr, CatchError(error));
  if (error) return trouble(word::failed, error);

  if (const Outcome<> found = find_collection(); !found) return found; // it may have been created just now
  const Outcome<credentials::Secret> kept = get(origin);
  if (!kept) return std::unexpected(kept.error());
  if (kept->reveal() != bytes) return std::unexpected(Trouble{word::failed, "another value was read back"});
  return {};
}

Outcome<int> Keyring::erase(const std::string& origin) const {
  const Outcome<Items> items = items_of(origin, SECRET_SEARCH_ALL);
  if (!items) return std::unexpected(items.error());
  int erased = 0;
  for (const GList* place = items->get(); place != nullptr; place = place->next, ++erased) {
    ErrorPointer error;
    secret_item_delete_sync(static_cast<SecretItem*>(place->data), nullptr, CatchError(error));
    if (error) return trouble(word::failed, error);
  }
  if (erased == 0) return std::unexpected(Trouble{word::not_found});
  return erased;
}

} // namespace unify_ls::secret_service
