#include "server/commands/component_reference.h"

#include <doctest/doctest.h>

#include <string>

using namespace unify_ls;
using namespace unify_ls::commands;

namespace {

const std::string id = "097aaa38-1234-4cde-8f01-23456789abcd";
const std::string organization = "11111111-2222-3333-4444-555555555555";

Result<ComponentReference> read(std::string_view text) {
  const http::BaseUrl api = *http::parse_base_url("https://api.cloudbees.io");
  const http::BaseUrl ui = http::default_ui_url(api);
  return read_component_reference(text, {api, ui});
}

} // namespace

TEST_CASE("a component is named by its id, an address of its pages, or Unify's curl command") {
  struct Case {
    std::string text;
    ComponentReference expected;
  };

  const std::string page = "https://cloudbees.io/acme/" + organization + "/components/" + id;
  const Case cases[] = {
      {id, {id, ""}},
      {"  " + id + "\n", {id, ""}},
      {"shop-api", {"shop-api", ""}},
      {page, {id, organization}},
      {page + "/", {id, organization}},
      {page + "/workflows?componentId=" + id + "&organizationId=" + organization, {id, organization}},
      {page + "#runs", {id, organization}},
      {"https://CloudBees.io/orgs/acme~shop/components/" + id + "/runs", {id, ""}},
      {"https://cloudbees.io/orgs/acme/components/workflows/main/"
       "composer?fileName=a.yaml&branch=main&componentId=" +
           id + "&organizationId=" + organization,
       {id, organization}},
      {"https://cloudbees.io/somewhere?componentId=" + id + "#top", {id, ""}},
      {"curl -X POST https://api.cloudbees.io/v2/components/" + id +
           "/trigger -H 'Authorization: Bearer <PAT>'",
       {id, ""}},
  };
  for (const Case& given : cases) {
    CAPTURE(given.text);
    const auto found = read(given.text);
    REQUIRE(found);
    CHECK(*found == given.expected);
  }
}

TEST_CASE("what names none, or one of another platform, is refused with the way out and without a token") {
  struct Case {
    std::string text;
    std::string reason;
  };

  const Case cases[] = {
      {"", "does not name a component"},
      {"two words", "does not name a component"},
      {"../../x", "does not name a component"},
      {"id\nid", "does not name a component"},
      {std::string(200, 'a'), "does not name a component"},
      {"https://cloudbees.io/acme", "names no component"},
      {"https://cloudbees.io/orgs/acme/components/workflows/main", "names no component"},
      {"https://cloudbees.io/x?componentId=", "names no component"},
      {"https://cloudbees.io/x?componentId=%2e%2e", "names no component"},
      {"https://evil.example/components/" + id, "--ui-url"},
      {"https://cloudbees.io@evil.example/components/" + id, "--ui-url"},
      {"http://cloudbees.io/components/" + id, "--ui-url"},
      {"javascript://cloudbees.io/components/" + id, "--ui-url"},
      {"curl https://api.evil.example/v2/components/" + id + "/trigger -H 'Authorization: Bearer canary'",
       "--api-url https://api.evil.example"},
      {"curl https://api.cloudbees.io/v2/components/" + id + "/trigger -u canary", "an option"},
  };
  for (const Case& given : cases) {
    CAPTURE(given.text);
    const auto found = read(given.text);
    REQUIRE_FALSE(found);
    CHECK(found.error().kind == ErrorKind::invalidInputs);
    CHECK(found.error().message.contains(given.reason));
    CHECK_FALSE(found.error().message.contains("canary"));
  }
}

TEST_CASE("the platform's ids have a form") {
  CHECK(is_platform_id(id));
  CHECK(is_platform_id("097AAA38-1234-4CDE-8F01-23456789ABCD"));
  CHECK_FALSE(is_platform_id(""));
  CHECK_FALSE(is_platform_id("shop-api"));
  CHECK_FALSE(is_platform_id(id + "0"));
  CHECK_FALSE(is_platform_id("097aaa381-234-4cde-8f01-23456789abcd"));
}
