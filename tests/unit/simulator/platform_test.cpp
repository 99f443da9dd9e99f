#include "tests/simulator/platform/platform.h"

#include <doctest/doctest.h>

using namespace unify_ls::simulator;

namespace {

const std::string organization = "11111111-0000-4000-8000-000000000001";
const std::string component = "22222222-0000-4000-8000-000000000001";
const std::string good_trigger =
    R"({"branchName": "main", "workflowFileName": "deploy.yaml", "inputs": {"a": "1"}})";

Request request(std::string method, const std::string& target, std::string body = "",
                const std::string& token = "cb_api_simulator_full") {
  Request request;
  request.method = std::move(method);
  set_target(request, target);
  request.headers = {{"authorization", "Bearer " + token}, {"Content-Type", "application/json"}};
  request.body = std::move(body);
  return request;
}

Answer answer(Platform& platform, const Request& request) { return platform.answer(request, Time{}); }

Answer trigger(Platform& platform, std::string body) {
  return answer(platform, request("POST", "/v2/components/" + component + "/trigger", std::move(body)));
}

json::value member(const Answer& answer, std::string_view pointer) {
  boost::system::error_code error;
  const json::value body = json::parse(answer.body, error);
  const json::value* found = error ? nullptr : body.find_pointer(pointer, error);
  return found ? *found : json::value();
}

} // namespace

TEST_CASE("what each token may do") {
  struct Row {
    std::string token;
    unsigned read;
    unsigned run;
  };

  const Row rows[] = {{"cb_api_simulator_full", 200, 200},
                      {"cb_api_simulator_trigger_only", 403, 200},
                      {"cb_api_simulator_read_only", 200, 403},
                      {"cb_api_simulator_expired", 401, 401},
                      {"stranger", 401, 401}};
  for (const Row& row : rows) {
    CAPTURE(row.token);
    Platform platform(default_world());
    CHECK(answer(platform, request("GET", "/v1/organizations", "", row.token)).status == row.read);
    const auto run = request("POST", "/v2/components/" + component + "/trigger", good_trigger, row.token);
    CHECK(answer(platform, run).status == row.run);
    CHECK(platform.runs().all().size() == (row.run == 200 ? 1 : 0));
  }
}

TEST_CASE("a trigger that the platform would not take starts nothing") {
  for (const std::string_view body :
       {"", "[]", "{}", R"({"branchName": "main"})", R"({"workflowFileName": "a.yaml"})",
        R"({"branchName": "refs/heads/main", "workflowFileName": "a.yaml"})",
        R"({"branchName": "main", "workflowFileName": "x/a.yaml"})",
        R"({"branchName": "main", "workflowFileName": "a.txt"})",
        R"({"branchName": "main", "workflowFileName": "a.yaml", "inputs": {"n": 3}})",
        R"({"branchName": "main", "workflowFileName": "a.yaml", "inputs": []})",
        R"({"branchName": "main", "workflowFileName": "a.yaml", "input": {}})"}) {
    CAPTURE(body);
    Platform platform(default_world());
    const Answer refused = trigger(platform, std::string(body));
    CHECK(refused.status == 400);
    CHECK(member(refused, "/code") == json::value(3));
    CHECK(platform.runs().all().empty());
  }
}

TEST_CASE("a run can be followed from the trigger's answer to its end") {
  Platform platform(default_world());
  platform.set_address("http://127.0.0.1:1");
  const Answer started = trigger(platform, good_trigger);
  const json::value id = member(started, "/runId");
  REQUIRE(id.is_string());
  CHECK(std::string(member(started, "/runUrl").as_string()).starts_with("http://127.0.0.1:1/acme/"));
  const auto poll = request("GET", "/v4/components/" + component + "/runs/" + std::string(id.as_string()));
  CHECK(member(answer(platform, poll), "/status") == json::value("PENDING"));
  CHECK(member(answer(platform, poll), "/status") == json::value("STARTED"));
  const Answer over = answer(platform, poll);
  CHECK(member(over, "/status") == json::value("SUCCEEDED"));
  CHECK(member(over, "/endedAt").is_string());
  CHECK(answer(platform, request("GET", "/v4/components/other/runs/" + std::string(id.as_string()))).status ==
        404);
}

TEST_CASE("values that a gateway leaves out are left out") {
  Platform platform(default_world());
  const Answer one = answer(platform, request("GET", "/v1/organizations?tenant=true"));
  CHECK(member(one, "/organizations/0/displayName") == json::value("Acme"));
  CHECK(member(one, "/organizations/0/parentId").is_null());
  CHECK(member(one, "/pagination/lastPage") == json::value(true));
  const Answer none = answer(platform, request("GET", "/v1/organizations?domainName=nobody"));
  CHECK(member(none, "/organizations").is_null());
}

TEST_CASE("components are found by their repository in both generations, unless one is switched off") {
  Platform platform(default_world());
  const std::string v4 = "/v4/organizations/" + organization + "/components";
  const std::string v1 = "/v1/organizations/" + organization + "/services";
  const std::string url = "?repositoryUrl=https%3A%2F%2Fgithub.com%2Facme%2Fshop-api.git";
  CHECK(member(answer(platform, request("GET", v4 + url)), "/components/0/id") == json::value(component));
  CHECK(member(answer(platform, request("GET", v1)), "/service/0/id") == json::value(component));
  CHECK(member(answer(platform, request("GET", v1 + "/" + component)), "/service/name") ==
        json::value("shop-api"));
  platform.world().interface.v4_components = false;
  CHECK(answer(platform, request("GET", v4)).status == 404);
  CHECK(answer(platform, request("GET", v1)).status == 200);
}

TEST_CASE("an unknown path, a wrong method, and a download that must come without a token") {
  Platform platform(default_world());
  CHECK(answer(platform, request("GET", "/v1/nothing")).status == 404);
  CHECK(answer(platform, request("PUT", "/v1/organizations")).status == 501);
  CHECK(answer(platform, request("GET", "/downloads/junit.xml")).status == 400);
  Request plain = request("GET", "/downloads/junit.xml");
  plain.headers.clear();
  CHECK(answer(platform, plain).status == 200);
}
