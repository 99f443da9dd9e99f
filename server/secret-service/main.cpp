#include "server/base/process.h"
#include "server/base/text.h"
#include "server/credentials/key_values.h"
#include "server/secret-service/keyring.h"
#include "server/secret-service/loaded.h"
#include "server/secret-service/protocol.h"
#include "server/secret-service/request.h"

#include <string>
#include <unistd.h>

// The one program that uses libsecret. It lives for one call: see protocol.h.

namespace unify_ls::secret_service {
namespace {

constexpr int done = 0;
constexpr int refused = 1;
constexpr int misused = 2;

void answer(std::string_view key, std::string_view value) {
  const credentials::WipedText line = credentials::key_value_lines({{key, value}});
  write_whole(STDOUT_FILENO, line.text);
}

int refuse(const Trouble& trouble) {
  answer("error", trouble.word);
  if (!trouble.detail.empty()) write_whole(STDERR_FILENO, printable(repair_utf8(trouble.detail)) + "\n");
  return refused;
}

int get(const Keyring& keyring, const Request& request) {
  const Outcome<credentials::Secret> token = keyring.get(request.origin);
  if (!token) return refuse(token.error());
  answer("token", token->reveal());
  return done;
}

int store(Keyring& keyring, const Request& request) {
  const Outcome<> stored = keyring.store(request.origin, request.token);
  if (!stored) return refuse(stored.error());
  answer("stored", "1");
  return done;
}

int erase(const Keyring& keyring, const Request& request) {
  const Outcome<int> erased = keyring.erase(request.origin);
  if (!erased) return refuse(erased.error());
  answer("erased", std::to_string(*erased));
  return done;
}

int state(const Keyring& keyring) {
  const Outcome<> checked = keyring.check();
  if (!checked) return refuse(checked.error());
  answer("state", word::usable);
  return done;
}

int serve(const Request& request) {
  Outcome<Keyring> keyring = Keyring::open(request.interactive);
  if (!keyring) return refuse(keyring.error());
  switch (request.verb) {
  case Verb::get: return get(*keyring, request);
  case Verb::store: return store(*keyring, request);
  case Verb::erase: return erase(*keyring, request);
  case Verb::state: break;
  }
  return state(*keyring);
}

int run(int count, char** words) {
  const std::optional<Verb> verb = count == 2 ? verb_from(words[1]) : std::nullopt;
  if (!verb) {
    write_whole(STDERR_FILENO, "usage: unify-ls-secret-service get|store|erase|state\n"
                               "unify-ls starts this program; it is of no use by hand.\n");
    return misused;
  }
  if (const std::optional<std::string> missing = load_libsecret())
    return refuse({word::no_library, *missing});
  const std::optional<Request> request = read_request(*verb);
  return request ? serve(*request) : refuse({word::bad_request});
}

} // namespace
} // namespace unify_ls::secret_service

int main(int count, char** words) {
  unify_ls::harden_process();
  return unify_ls::secret_service::run(count, words);
}
