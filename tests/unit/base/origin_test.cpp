#include "server/base/origin.h"

#include "server/credentials/store.h"

#include <doctest/doctest.h>

#include <string>

using unify_ls::credentials::exact_origin;
using unify_ls::parts_of_origin;

TEST_CASE("exact origins are taken apart") {
  struct Case {
    const char* origin;
    const char* scheme;
    const char* host;
    const char* name;
    int port;
  };

  for (const Case& given : {
           Case{"https://api.cloudbees.io", "https", "api.cloudbees.io", "api.cloudbees.io", 443},
           Case{"https://unify.example:8443", "https", "unify.example:8443", "unify.example", 8443},
           Case{"http://127.0.0.1:8080", "http", "127.0.0.1:8080", "127.0.0.1", 8080},
           Case{"http://[::1]:8080", "http", "[::1]:8080", "[::1]", 8080},
           Case{"https://[2001:db8::1]", "https", "[2001:db8::1]", "[2001:db8::1]", 443},
           Case{"https://host_name", "https", "host_name", "host_name", 443},
       }) {
    CAPTURE(given.origin);
    const auto parts = parts_of_origin(given.origin);
    REQUIRE(parts);
    CHECK(parts->scheme == given.scheme);
    CHECK(parts->host == given.host);
    CHECK(parts->name == given.name);
    CHECK(parts->port == given.port);
  }
}

TEST_CASE("what is not exactly an origin is refused") {
  for (const std::string text : {"",
                                 " ",
                                 "*",
                                 "https://",
                                 "https:///",
                                 "api.cloudbees.io",
                                 "https://api.cloudbees.io/",
                                 "https://api.cloudbees.io/v1",
                                 "https://API.cloudbees.io",
                                 "HTTPS://api.cloudbees.io",
                                 "https://api.cloudbees.io:443",
                                 "http://localhost:80",
                                 "https://host:",
                                 "https://host:0",
                                 "https://host:08443",
                                 "https://host:123456",
                                 "https://host:65536",
                                 "https://host:84x",
                                 "https://user@host",
                                 "https://user:pass@host",
                                 "https://host?x",
                                 "https://host#x",
                                 "https://host\n",
                                 " https://host",
                                 "https://ho st",
                                 "https://host\nhost=evil",
                                 "ftp://host",
                                 "https://[",
                                 "https://[]",
                                 "https://[::1",
                                 "https://[::1]x",
                                 "https://[evil.example]"}) {
    CAPTURE(text);
    CHECK_FALSE(parts_of_origin(text));
    const auto result = exact_origin(text);
    REQUIRE_FALSE(result);
    CHECK(result.error().kind == unify_ls::ErrorKind::secretStore);
  }
  CHECK_FALSE(parts_of_origin("https://" + std::string(400, 'a')));
}
