#include "tests/simulator/faults/fault_script.h"

#include <doctest/doctest.h>

using namespace unify_ls::simulator;

namespace {

FaultRule rule(std::string_view text) {
  auto read = fault_rule_from(json::parse(text));
  if (!read) FAIL(read.error());
  return *read;
}

} // namespace

TEST_CASE("a pattern's star stands for anything") {
  CHECK(fits("*", ""));
  CHECK(fits("/v2/components/*/trigger", "/v2/components/1-2/trigger"));
  CHECK(fits("/v4/*/runs/*", "/v4/components/a/runs/b/artifacts"));
  CHECK(fits("a*b*c", "axxbyybzzc"));
  CHECK_FALSE(fits("a*b*c", "axxbyybzz"));
  CHECK_FALSE(fits("/v1", "/v1/organizations"));
  CHECK_FALSE(fits("", "x"));
}

TEST_CASE("a rule lets its first requests through, strikes so often, and then is used up") {
  FaultScript script;
  script.add(rule(R"({"method": "GET", "path": "/a*", "after": 1, "times": 2, "fault": {"kind": "html"}})"));
  CHECK_FALSE(script.strike_request("GET", "/a", false)); // let through
  CHECK_FALSE(script.strike_request("POST", "/a", false));
  CHECK_FALSE(script.strike_request("GET", "/b", false));
  CHECK(script.strike_request("GET", "/a", false));
  CHECK(script.strike_request("GET", "/ab", false));
  CHECK_FALSE(script.strike_request("GET", "/a", false));
}

TEST_CASE("a used-up rule leaves the request to the next, and 0 times means always") {
  FaultScript script;
  script.add(rule(R"({"fault": {"kind": "status", "status": 503}})"));
  script.add(rule(R"({"times": 0, "fault": {"kind": "status", "status": 404}})"));
  CHECK(script.strike_request("GET", "/", false)->answer.status == 503);
  CHECK(script.strike_request("GET", "/", false)->answer.status == 404);
  CHECK(script.strike_request("GET", "/", false)->answer.status == 404);
  CHECK_FALSE(script.strike_connection());
}

TEST_CASE("faults of connections and of reused connections wait for theirs") {
  FaultScript script;
  script.add(rule(R"({"fault": {"kind": "drop", "where": "connection"}})"));
  script.add(rule(R"({"onlyReusedConnections": true, "fault": {"kind": "reset"}})"));
  CHECK_FALSE(script.strike_request("GET", "/", false));
  CHECK(script.strike_request("GET", "/", true)->kind == FaultKind::reset);
  CHECK(script.strike_connection()->kind == FaultKind::drop);
}

TEST_CASE("a fault before the answer leaves the platform untouched, one after it does not") {
  CHECK_FALSE(rule(R"({"fault": {"kind": "drop", "where": "request"}})").fault.acts);
  CHECK(rule(R"({"fault": {"kind": "drop"}})").fault.acts);
  CHECK_FALSE(rule(R"({"fault": {"kind": "status", "status": 500}})").fault.acts);
  CHECK(rule(R"({"fault": {"kind": "status", "status": 500, "acts": true}})").fault.acts);
}

TEST_CASE("a rule that cannot be meant is refused") {
  for (const std::string_view text : {
           R"([])",
           R"({})",
           R"({"fault": {"kind": "boom"}})",
           R"({"fault": {"kind": "html", "where": "head"}})",
           R"({"fault": {"kind": "stall", "where": "later"}})",
           R"({"fault": {"kind": "stall", "ms": -1}})",
           R"({"fault": {"kind": "garbage", "flavour": "vanilla"}})",
           R"({"fault": {"kind": "status", "headers": {"Retry-After": 2}}})",
           R"({"fault": {"kind": "html"}, "time": 2})",
       }) {
    CAPTURE(text);
    CHECK_FALSE(fault_rule_from(json::parse(text)).has_value());
  }
}
