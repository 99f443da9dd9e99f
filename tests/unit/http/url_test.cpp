#include "server/http/url.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::http;

namespace {

BaseUrl base(std::string_view text) {
  const auto parsed = parse_base_url(text);
  REQUIRE(parsed);
  return *parsed;
}

} // namespace

TEST_CASE("a base URL is read into its parts") {
  struct Row {
    std::string_view given;
    std::string_view origin;
    std::string_view whole;
    bool loopback;
  };

  const std::vector<Row> rows = {
      {"https://api.cloudbees.io", "https://api.cloudbees.io", "https://api.cloudbees.io", false},
      {"https://api.cloudbees.io/", "https://api.cloudbees.io", "https://api.cloudbees.io", false},
      {"  https://API.CloudBees.io  ", "https://api.cloudbees.io", "https://api.cloudbees.io", false},
      {"HTTPS://api.cloudbees.io:443/", "https://api.cloudbees.io", "https://api.cloudbees.io", false},
      {"https://api.cloudbees.io:8443", "https://api.cloudbees.io:8443", "https://api.cloudbees.io:8443",
       false},
      {"https://gate.acme.com/unify/", "https://gate.acme.com", "https://gate.acme.com/unify", false},
      {"http://127.0.0.1:8080/", "http://127.0.0.1:8080", "http://127.0.0.1:8080", true},
      {"http://127.9.9.9", "http://127.9.9.9", "http://127.9.9.9", true},
      {"http://localhost:80", "http://localhost", "http://localhost", true},
      {"http://[::1]:8080", "http://[::1]:8080", "http://[::1]:8080", true},
      {"https://localhost:8443", "https://localhost:8443", "https://localhost:8443", true},
      {"https://127.0.0.1.evil.com", "https://127.0.0.1.evil.com", "https://127.0.0.1.evil.com", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.given);
    const auto parsed = parse_base_url(row.given);
    REQUIRE(parsed);
    CHECK(parsed->origin.text() == row.origin);
    CHECK(parsed->text() == row.whole);
    CHECK(parsed->origin.is_loopback() == row.loopback);
  }
}

TEST_CASE("what cannot be a base URL is refused with its reason") {
  struct Row {
    std::string_view given;
    std::string_view reason;
  };

  const std::vector<Row> rows = {
      {"", "empty"},
      {"   ", "empty"},
      {"api.cloudbees.io", "https://"},
      {"ftp://api.cloudbees.io", "https://"},
      {"file:///etc/passwd", "https://"},
      {"http://api.cloudbees.io", "only https"},
      {"http://127.0.0.1.evil.com", "only https"},
      {"http://localhost.evil.com", "only https"},
      {"http://0.0.0.0:8080", "only https"},
      {"https://user:hunter2@api.cloudbees.io", "password"},
      {"https://api.cloudbees.io?x=1", "query"},
      {"https://api.cloudbees.io/#here", "fragment"},
      {"https://api.cloudbees.io:99999", "port"},
      {"https://api.cloudbees.io:0", "port"},
      {"https://api cloudbees.io", "blanks"},
      {"https://\xc3\xa4pi.cloudbees.io", "ASCII"},
      {"https://api.cloudbees.io/a\\b", "backslash"},
      {"https://[fe80::1%25eth0]/", "zone"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.given);
    const auto parsed = parse_base_url(row.given);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().kind == ErrorKind::settings);
    CHECK_MESSAGE(parsed.error().message.find(row.reason) != std::string::npos, parsed.error().message);
    CHECK(parsed.error().message.find("hunter2") == std::string::npos);
  }
}

TEST_CASE("origins differ by scheme, host and port") {
  const Origin origin = base("https://api.cloudbees.io").origin;
  CHECK(origin == base("https://API.cloudbees.io:443/v1").origin);
  CHECK(origin != base("https://api.cloudbees.io:444").origin);
  CHECK(origin != base("https://api.cloudbees.io.").origin);
  CHECK(base("https://localhost").origin != base("http://localhost").origin);
}

TEST_CASE("the web interface lies beside the API") {
  CHECK(default_ui_url(base("https://api.cloudbees.io/x")).text() == "https://cloudbees.io");
  CHECK(default_ui_url(base("https://unify.acme.com")).text() == "https://unify.acme.com");
  CHECK(default_ui_url(base("https://api.com")).text() == "https://api.com");
  CHECK(default_ui_url(base("http://127.0.0.1:8080")).text() == "http://127.0.0.1:8080");
}

TEST_CASE("only addresses of the web interface may be opened") {
  const BaseUrl ui = base("https://cloudbees.io");
  for (const std::string_view good :
       {"https://cloudbees.io", "https://cloudbees.io/acme/runs?id=1#top", "https://CloudBees.io:443/x"}) {
    CAPTURE(good);
    CHECK(may_open(good, ui));
  }
  const std::vector<std::string> bad = {
      "",
      "http://cloudbees.io/",
      "https://evil.com/cloudbees.io",
      "https://cloudbees.io.evil.com/",
      "https://cloudbees.io@evil.com/",
      "https://evil.com\\@cloudbees.io/",
      "https://user@cloudbees.io/",
      "https:/cloudbees.io/",
      "HTTPS://cloudbees.io/",
      "javascript:alert(1)//cloudbees.io",
      "file://cloudbees.io/etc/passwd",
      "https://cloudbees.io/ x",
      "https://cloudbees.io/\nx",
      "https://cloudbees.io/`id`",
      "https://cloudbees.io/" + std::string(3000, 'a'),
  };
  for (const std::string& address : bad) {
    CAPTURE(address);
    CHECK_FALSE(may_open(address, ui));
  }
  CHECK(may_open("http://127.0.0.1:9999/runs/1", base("http://127.0.0.1:8080")));
  CHECK_FALSE(may_open("http://localhost/runs/1", base("http://127.0.0.1:8080")));
}

TEST_CASE("paths and queries are encoded") {
  CHECK(percent_encoded("a-Z_0.9~") == "a-Z_0.9~");
  CHECK(percent_encoded("a/b?c#d e%\xc3\xa4") == "a%2Fb%3Fc%23d%20e%25%C3%A4");
  CHECK(with_query("/v1/x", {}) == "/v1/x");
  CHECK(with_query("/v1/x", {{"a", "1&b=2"}, {"pagination.page", "3"}}) ==
        "/v1/x?a=1%26b%3D2&pagination.page=3");
  CHECK(host_of("https://Evil.com/x") == "evil.com");
  CHECK(host_of("nonsense") == "");
}
