// Git remotes: every spelling of a repository is the same repository, and no address keeps a password.
#include "server/git/remote_url.h"

#include "tests/fuzz/support/fuzz.h"

namespace unify_ls::fuzz {

void examine(std::string_view bytes) {
  const std::string_view url = take_line(bytes);
  const auto key = git::canonical_url(url);
  const auto clone = git::clone_url(url);
  expect(key.has_value() == clone.has_value(), "an address that can be compared can be looked up");
  expect(git::same_repository(url, url) == key.has_value(), "an address names its own repository");
  expect(git::same_repository(url, bytes) == git::same_repository(bytes, url),
         "being the same repository goes both ways");
  if (!clone) return;
  expect(git::canonical_url(*clone) == key, "the address that is looked up is of the same repository");
  expect(git::clone_url(*clone) == clone, "the address that is looked up is the shortest");
  if (clone->starts_with("https://"))
    expect(!clone->substr(8, clone->find('/', 8) - 8).contains('@'), "no user or password is looked up");
  const std::string shown = git::without_user_info(url);
  expect(git::without_user_info(shown) == shown, "user info is gone at once");
}

} // namespace unify_ls::fuzz
