#include "server/git/remote_url.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace unify_ls::git {
namespace {

struct Spelling {
  std::string url;
  std::string key;
  std::string clone;
};

TEST_CASE("every spelling of a repository gives one key and the platform's URL") {
  const std::string key = "github.com/acme/shop-api";
  const std::string clone = "https://github.com/acme/shop-api.git";
  for (const std::string& url : std::vector<std::string>{
           "https://github.com/acme/shop-api.git",
           "https://github.com/acme/shop-api",
           "https://github.com/acme/shop-api/",
           "https://github.com/acme/shop-api.git/",
           "https://github.com//acme//shop-api",
           "https://GitHub.COM/acme/shop-api.git",
           "HTTPS://github.com/acme/shop-api.git",
           "https://github.com:443/acme/shop-api.git",
           "http://github.com/acme/shop-api.git",
           "http://github.com:80/acme/shop-api.git",
           "https://someone@github.com/acme/shop-api.git",
           "https://someone:p%40ss@github.com/acme/shop-api.git",
           "https://someone:p@ss@github.com/acme/shop-api.git",
           "git@github.com:acme/shop-api.git",
           "git@github.com:/acme/shop-api",
           "github.com:acme/shop-api.git",
           "ssh://git@github.com/acme/shop-api.git",
           "ssh://git@github.com:2222/acme/shop-api.git",
           "git+ssh://git@github.com/acme/shop-api.git",
           "ssh://git@ssh.github.com:443/acme/shop-api.git",
           "git://github.com/acme/shop-api.git",
           "git://github.com:9418/acme/shop-api.git",
           "  https://github.com/acme/shop-api.git\n",
       }) {
    CAPTURE(url);
    CHECK(canonical_url(url) == key);
    CHECK(clone_url(url) == clone);
  }
}

TEST_CASE("ports, depths and odd hosts are kept apart") {
  const std::vector<Spelling> spellings{
      {"https://git.example.com:8443/a/b.git", "git.example.com:8443/a/b",
       "https://git.example.com:8443/a/b.git"},
      {"ssh://git@git.example.com:7999/a/b.git", "git.example.com/a/b", "https://git.example.com/a/b.git"},
      {"git@gitlab.example.com:group/sub/repo.git", "gitlab.example.com/group/sub/repo",
       "https://gitlab.example.com/group/sub/repo.git"},
      {"https://git.example.com/Acme/Shop", "git.example.com/Acme/Shop",
       "https://git.example.com/Acme/Shop.git"},
      {"https://github.com/Acme/Shop", "github.com/acme/shop", "https://github.com/Acme/Shop.git"},
      {"ssh://git@[::1]:22/a/b", "[::1]/a/b", "https://[::1]/a/b.git"},
      {"git@[::1]:a/b", "[::1]/a/b", "https://[::1]/a/b.git"},
      {"git@[host.example:2222]:a/b", "host.example/a/b", "https://host.example/a/b.git"},
      {"https://host.example./a/b", "host.example/a/b", "https://host.example/a/b.git"},
      {"https://host.example/a/b.c", "host.example/a/b.c", "https://host.example/a/b.c.git"},
      {"/srv/git/shop.git", "file:/srv/git/shop.git", "/srv/git/shop.git"},
      {"/srv/git/shop/", "file:/srv/git/shop", "/srv/git/shop/"},
      {"file:///srv/git/shop", "file:/srv/git/shop", "file:///srv/git/shop"},
      {"../shop", "file:../shop", "../shop"},
      {"C:/repos/shop", "file:C:/repos/shop", "C:/repos/shop"},
  };
  for (const Spelling& spelling : spellings) {
    CAPTURE(spelling.url);
    CHECK(canonical_url(spelling.url) == spelling.key);
    CHECK(clone_url(spelling.url) == spelling.clone);
  }
}

TEST_CASE("what is no address of a repository gives nothing") {
  for (const std::string& url : std::vector<std::string>{
           "",
           "   ",
           "ext::sh -c 'touch /tmp/x'",
           "ext::/bin/true %S foo",
           "fd::17/foo",
           "transport::https://github.com/a/b",
           "ftp://host/a/b",
           "javascript://host/a",
           "https://",
           "https://host",
           "https://host/",
           "https:///a/b",
           "https://host/../b",
           "https://host/a/./b",
           "https://host/.git",
           "https://host:port/a/b",
           "https://host:123456/a/b",
           "https://user:p/w@host/a/b",
           "https://github.com\\@evil.example/a/b",
           "https://github.com?@evil.example/a/b",
           "https://github.com/a/b?x=1",
           "https://github.com/a/b#x",
           "https://github.com/a b",
           "https://git hub.com/a/b",
           "https://github.com/a\nb",
           std::string("https://github.com/a\0b", 21),
           "https://h\xc3\xb6st/a/b",
           "git@host:",
           "git@:a/b",
           "ssh://[zz]/a/b",
           "https://host/" + std::string(max_remote_url_length, 'a'),
       }) {
    CAPTURE(url);
    CHECK_FALSE(canonical_url(url).has_value());
    CHECK_FALSE(clone_url(url).has_value());
    CHECK_FALSE(same_repository(url, url));
  }
}

TEST_CASE("two repositories are told apart") {
  CHECK(same_repository("git@github.com:acme/shop.git", "https://github.com/Acme/Shop"));
  CHECK_FALSE(same_repository("https://github.com/acme/shop", "https://github.com/acme/shop2"));
  CHECK_FALSE(same_repository("https://github.com/acme/shop", "https://gitlab.com/acme/shop"));
  CHECK_FALSE(same_repository("https://git.example.com/Acme/shop", "https://git.example.com/acme/shop"));
  CHECK_FALSE(same_repository("https://git.example.com:8443/a/b", "https://git.example.com/a/b"));
  CHECK_FALSE(same_repository("/srv/a", "/srv/b"));
}

TEST_CASE("a path is the same whatever the host and the case") {
  CHECK(same_path("git@work:acme/shop.git", "https://github.com/Acme/Shop"));
  CHECK_FALSE(same_path("git@work:acme/shop.git", "https://github.com/acme/shops"));
  CHECK_FALSE(same_path("/acme/shop", "/acme/shop"));
  CHECK_FALSE(same_path("", ""));
}

TEST_CASE("user info is never shown") {
  CHECK(without_user_info("https://me:secret@host/a/b.git") == "https://host/a/b.git");
  CHECK(without_user_info("https://me:se@cret@host/a@b") == "https://host/a@b");
  CHECK(without_user_info("git@host:a/b") == "host:a/b");
  CHECK(without_user_info("https://host/a@b/c") == "https://host/a@b/c");
  CHECK(without_user_info("/home/me@work/x") == "/home/me@work/x");
}

} // namespace
} // namespace unify_ls::git
