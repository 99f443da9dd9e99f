#include "server/platform/rest.h"
#include "tests/support/run_task.h"
#include "tests/unit/platform/fake_platform.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::platform;
using namespace unify_ls::testing;
using namespace std::chrono_literals;
using http::Trouble;
using Strings = std::vector<std::string>;
using State = TriggerOutcome::State;

namespace {

struct Platform {
  FakeTransport transport;
  FakeClock clock;
  Log log{LogLevel::error, -1};
  RestApi api{transport, clock, log, credentials::Patience::person};
};

template <class T> Strings ids_of(const Result<std::vector<T>>& list) {
  Strings ids;
  if (!list) return {list.error().message};
  for (const T& item : *list) ids.push_back(item.id);
  return ids;
}

template <class T> ErrorKind kind_of(const Result<T>& result) {
  REQUIRE_FALSE(result);
  return result.error().kind;
}

} // namespace

TEST_CASE("organizations are read to the last page") {
  Platform p;
  SUBCASE("that says so") {
    p.transport.answer(200, R"({"organizations": [{"id": "a"}, {"id": "b", "isImplicit": true}]})")
        .answer(200, R"({"organizations": [{"id": "c"}], "pagination": {"lastPage": true}})");
    CHECK(ids_of(run_task(p.api.organizations())) == Strings{"a", "c"});
    CHECK(p.transport.targets() == Strings{"/v1/organizations?pagination.page=1&pagination.pageLength=100",
                                           "/v1/organizations?pagination.page=2&pagination.pageLength=100"});
  }
  SUBCASE("that is empty") {
    p.transport.answer(200, R"({"organizations": [{"id": "a"}]})").answer(200, "{}");
    CHECK(ids_of(run_task(p.api.organizations())) == Strings{"a"});
  }
  SUBCASE("that repeats") {
    p.transport.answer(200, R"({"organizations": [{"id": "a"}]})")
        .answer(200, R"({"organizations": [{"id": "a"}]})");
    CHECK(ids_of(run_task(p.api.organizations())) == Strings{"a"});
    CHECK(p.transport.requests.size() == 2);
  }
  SUBCASE("that never comes") {
    for (int i = 0; i < page_limit + 10; ++i)
      p.transport.answer(200, R"({"organizations": [{"id": "o)" + std::to_string(i) + R"("}]})");
    CHECK(ids_of(run_task(p.api.organizations())).size() == page_limit);
  }
  SUBCASE("and an answer that is none is the platform's fault") {
    p.transport.answer(200, "[]");
    CHECK(kind_of(run_task(p.api.organizations())) == ErrorKind::platform);
  }
}

TEST_CASE("components follow the cursor") {
  Platform p;
  p.transport.answer(200, R"({"components": [{"id": "a"}], "nextPageToken": "t/1"})")
      .answer(200, R"({"components": [{"id": "b"}], "nextPageToken": ""})");
  CHECK(ids_of(run_task(p.api.components("o 1"))) == Strings{"a", "b"});
  CHECK(p.transport.targets() == Strings{"/v4/organizations/o%201/components?pageSize=1000",
                                         "/v4/organizations/o%201/components?pageSize=1000&pageToken=t%2F1"});
}

TEST_CASE("a cursor that comes again ends the list") {
  Platform p;
  for (int i = 0; i < 5; ++i)
    p.transport.answer(200, R"({"components": [{"id": "a"}], "nextPageToken": "same"})");
  CHECK(run_task(p.api.components("o")).has_value());
  CHECK(p.transport.requests.size() == 2);
}

TEST_CASE("where v4 has nothing to say, v1 is asked") {
  for (const auto& [status, body] : std::vector<std::pair<int, std::string>>{
           {404, ""}, {501, ""}, {405, ""}, {200, "<html>"}, {200, R"({"components": 3})"}}) {
    CAPTURE(status);
    CAPTURE(body);
    const std::string services = R"({"service": [{"id": "a", "repositoryUrl": "u"}, {"id": "b"}]})";
    Platform p;
    p.transport.answer(status, body).answer(200, services).answer(status, body).answer(200, services);
    CHECK(ids_of(run_task(p.api.components("o"))) == Strings{"a", "b"});
    CHECK(ids_of(run_task(p.api.components_by_repository("o", "u"))) == Strings{"a"});
    CHECK(p.transport.targets().back() == "/v1/organizations/o/services?typeFilter=COMPONENT_FILTER");
  }
}

TEST_CASE("where the token is refused, v1 is not asked") {
  for (const int status : {401, 403}) {
    Platform p;
    p.transport.answer(status);
    CHECK_FALSE(run_task(p.api.components_by_repository("o", "https://github.com/a/b.git")));
    CHECK(p.transport.targets() ==
          Strings{"/v4/organizations/o/"
                  "components?pageSize=1000&repositoryUrl=https%3A%2F%2Fgithub.com%2Fa%2Fb.git"});
  }
}

TEST_CASE("one component") {
  Platform p;
  SUBCASE("from v4") {
    p.transport.answer(200, R"({"id": "c", "name": "shop"})");
    CHECK(must(run_task(p.api.component("o", "c"))).name == "shop");
  }
  SUBCASE("from v1") {
    p.transport.answer(404).answer(200, R"({"service": {"id": "c", "name": "shop"}})");
    CHECK(must(run_task(p.api.component("o", "c"))).name == "shop");
  }
  SUBCASE("that is nowhere") {
    p.transport.answer(404).answer(404);
    CHECK(kind_of(run_task(p.api.component("o", "c"))) == ErrorKind::notFound);
  }
  SUBCASE("and another one is not it") {
    p.transport.answer(200, R"({"id": "d"})").answer(200, R"({"service": {"id": "d"}})");
    CHECK(kind_of(run_task(p.api.component("o", "c"))) == ErrorKind::platform);
  }
  SUBCASE("whose id would name another operation is not asked for") {
    for (const std::string id : {"", ".", "..", "..."})
      CHECK(kind_of(run_task(p.api.component("o", id))) == ErrorKind::notFound);
    CHECK(p.transport.requests.empty());
  }
}

TEST_CASE("a read waits as long as it is told, within limits") {
  Platform p;
  const auto limited = [&](std::optional<std::chrono::seconds> after) {
    p.transport.answers.emplace_back(http::Response{.status = 429, .retry_after = after});
  };
  SUBCASE("and succeeds in the end") {
    limited(7s);
    limited(std::nullopt);
    p.transport.answer(503).answer(555).answer(200, R"({"id": "r", "status": "STARTED"})");
    CHECK(run_task(p.api.run("c", "r")).has_value());
    CHECK(p.clock.waits == std::vector<std::chrono::milliseconds>{7s, 2s, 4s, 8s});
  }
  SUBCASE("and gives up after some times") {
    for (int i = 0; i < 20; ++i) limited(1s);
    CHECK(kind_of(run_task(p.api.run("c", "r"))) == ErrorKind::rateLimited);
    CHECK(p.transport.requests.size() == slow_down_limit + 1);
  }
  SUBCASE("and a follower, who has hours, as long as it is told") {
    RestApi following(p.transport, p.clock, p.log, credentials::Patience::background);
    limited(120s);
    for (int i = 0; i < 10; ++i) limited(std::nullopt);
    p.transport.answer(200, R"({"id": "r", "status": "STARTED"})");
    CHECK(run_task(following.run("c", "r")).has_value());
    CHECK(p.clock.waits ==
          std::vector<std::chrono::milliseconds>{120s, 2s, 4s, 8s, 16s, 32s, 64s, 64s, 64s, 64s, 64s});
  }
  SUBCASE("and does not begin a wait that is too long") {
    limited(30s);
    limited(31s);
    const auto result = run_task(p.api.run("c", "r"));
    CHECK(kind_of(result) == ErrorKind::rateLimited);
    CHECK(result.error().message.find("31 s") != std::string::npos);
    CHECK(p.clock.passed == 30s);
  }
}

TEST_CASE("a read is asked once more when the connection fails") {
  Platform p;
  SUBCASE("and then counts") {
    p.transport.fail(Trouble::broken, true).answer(200, R"({"id": "r"})");
    CHECK(run_task(p.api.run("c", "r")).has_value());
  }
  SUBCASE("and not twice") {
    p.transport.fail(Trouble::connect, false).fail(Trouble::connect, false).answer(200, "{}");
    CHECK(kind_of(run_task(p.api.run("c", "r"))) == ErrorKind::network);
    CHECK(p.transport.requests.size() == 2);
  }
  SUBCASE("but not for what will not pass") {
    p.transport.fail(Trouble::certificate, false).answer(200, "{}");
    CHECK(kind_of(run_task(p.api.run("c", "r"))) == ErrorKind::tls);
    CHECK(p.transport.requests.size() == 1);
  }
}

TEST_CASE("runs and what hangs on them") {
  Platform p;
  p.transport.answer(200, R"({"id": "r", "status": "SUCCEEDED"})")
      .answer(200, R"({"artifacts": [{"name": "img"}]})")
      .answer(200, R"({"files": [{"fileName": "f"}]})")
      .answer(200, R"({"deployments": [{"environment": "e"}]})")
      .answer(200, R"({"evidences": [{"content": "c"}]})");
  CHECK(must(run_task(p.api.run("c", "r"))).ended);
  CHECK(must(run_task(p.api.artifacts("c", "r"))).size() == 1);
  CHECK(must(run_task(p.api.test_results("c", "r"))).size() == 1);
  CHECK(must(run_task(p.api.deployments("c", "r"))).size() == 1);
  CHECK(must(run_task(p.api.evidences("c", "r"))).size() == 1);
  CHECK(p.transport.targets() == Strings{"/v4/components/c/runs/r", "/v4/components/c/runs/r/artifacts",
                                         "/v4/components/c/runs/r/test-results",
                                         "/v4/components/c/runs/r/deployments",
                                         "/v4/components/c/runs/r/evidences"});
  CHECK(kind_of(run_task(p.api.run("c", "gone"))) == ErrorKind::notFound);
}

TEST_CASE("the token is checked by one small read, reachability without it") {
  Platform p;
  p.transport.answer(200, "{}").answer(401).answer(401);
  CHECK(run_task(p.api.check_token()).has_value());
  CHECK(kind_of(run_task(p.api.check_token())) == ErrorKind::tokenRejected);
  CHECK(must(run_task(p.api.reach())).status == 401);
  CHECK(p.transport.requests[0].target == "/v1/organizations?pagination.pageLength=1");
  CHECK(p.transport.requests[0].authorized);
  CHECK_FALSE(p.transport.requests[2].authorized);
}

TEST_CASE("a 2xx that does not read as what was asked for is no acceptance of the token") {
  for (const std::string body :
       {"<html>Sign in</html>", "[]", R"({"organizations": "none"})", R"({"success": false})",
        R"({"errorMessage": "permission denied"})", "{\"organizations\": ["}) {
    CAPTURE(body);
    Platform p;
    p.transport.answer(200, body);
    CHECK(kind_of(run_task(p.api.check_token())) == ErrorKind::platform);
  }
}

TEST_CASE("an error inside a 2xx is one for every read, and is quoted") {
  const std::string no = R"({"success": false, "errorMessage": "permission denied"})";
  Platform p;
  p.transport.answer(200, no).answer(200, no).answer(200, no).answer(200, no).answer(200, no);
  const auto organizations = run_task(p.api.organizations());
  CHECK(kind_of(organizations) == ErrorKind::platform);
  CHECK(organizations.error().platform_message == "permission denied");
  CHECK(kind_of(run_task(p.api.components("o"))) == ErrorKind::platform);
  CHECK(kind_of(run_task(p.api.component("o", "c"))) == ErrorKind::platform);
  CHECK(kind_of(run_task(p.api.run("c", "r"))) == ErrorKind::platform);
  CHECK(kind_of(run_task(p.api.artifacts("c", "r"))) == ErrorKind::platform);
  CHECK(p.transport.requests.size() == 5);
}

TEST_CASE("the trigger is sent once, whatever comes of it") {
  const TriggerRequest request{"c/1", "main", "deploy.yaml", {{"zone", "b\"ä"}, {"a", "1"}}};
  Platform p;
  SUBCASE("started") {
    p.transport.answer(200, R"({"runId": "r", "runUrl": "https://cloudbees.io/r"})");
    const TriggerOutcome outcome = run_task(p.api.trigger(request, nullptr));
    CHECK(outcome.state == State::started);
    CHECK(outcome.run_id == "r");
    CHECK(outcome.run_url == "https://cloudbees.io/r");
  }
  SUBCASE("lost") {
    p.transport.fail(Trouble::broken, true).answer(200, "{}");
    CHECK(run_task(p.api.trigger(request, nullptr)).state == State::unknown);
  }
  SUBCASE("never sent") {
    p.transport.fail(Trouble::connect, false).answer(200, "{}");
    CHECK(run_task(p.api.trigger(request, nullptr)).state == State::refused);
  }
  SUBCASE("limited") {
    p.transport.answer(429).answer(200, "{}");
    CHECK(run_task(p.api.trigger(request, nullptr)).state == State::refused);
  }
  REQUIRE(p.transport.requests.size() == 1);
  const http::Request& sent = p.transport.requests[0];
  CHECK(sent.once);
  CHECK(sent.authorized);
  CHECK(sent.patience == credentials::Patience::person);
  CHECK(sent.target == "/v2/components/c%2F1/trigger");
  CHECK(sent.body ==
        R"({"branchName":"main","workflowFileName":"deploy.yaml","inputs":{"zone":"b\"ä","a":"1"}})");

  const RequestPreview preview = must(p.api.trigger_request_preview(request));
  CHECK(preview.method == "POST");
  CHECK(preview.url == "https://api.cloudbees.io/v2/components/c%2F1/trigger");
  CHECK(preview.body == sent.body);
  CHECK(preview.headers == sent.headers);
}

TEST_CASE("a trigger that cannot be written down is not sent") {
  Platform p;
  CHECK(run_task(p.api.trigger({"..", "main", "f.yaml", {}}, nullptr)).state == State::refused);
  const TriggerOutcome broken = run_task(p.api.trigger({"c", "main", "f.yaml", {{"a", "\xff"}}}, nullptr));
  CHECK(broken.state == State::refused);
  REQUIRE(broken.error);
  CHECK(broken.error->kind == ErrorKind::invalidInputs);
  CHECK(p.transport.requests.empty());
  CHECK(must(p.api.trigger_request_preview({"c", "main", "f.yaml", {}})).body ==
        R"({"branchName":"main","workflowFileName":"f.yaml"})");
}
