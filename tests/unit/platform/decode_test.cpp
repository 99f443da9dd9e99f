#include "server/base/time.h"
#include "server/platform/decode.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::platform;

namespace {

boost::json::value json(std::string_view text) {
  auto parsed = parse_answer(text);
  REQUIRE(parsed);
  return std::move(*parsed);
}

std::string repeated(std::string_view text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

/// Answers that fit nothing: none may break a decoder.
const std::vector<std::string> odd_answers = {
    "{}",
    "[]",
    "null",
    "3",
    "\"x\"",
    R"({"organizations": 1, "pagination": 2, "components": 3, "service": 4, "artifacts": 5})",
    R"({"organizations": [1, null, [], {}, {"id": 7}], "pagination": [true]})",
    R"({"components": [1, null, [], {}, {"id": ""}, {"id": {"id": "x"}}], "nextPageToken": 9})",
    R"({"service": [[[[]]]], "files": [[{}]], "deployments": [{"artifact": 1}], "evidences": [null]})",
    R"({"id": ["a"], "status": {"status": "FAILED"}, "endedAt": 12})",
};

} // namespace

TEST_CASE("answers are read within limits") {
  CHECK(parse_answer(""));
  CHECK(parse_answer(" \n"));
  CHECK(parse_answer("{}"));
  CHECK_FALSE(parse_answer("<html>"));
  CHECK_FALSE(parse_answer("{\"a\":"));
  CHECK_FALSE(parse_answer("{} trailing"));
  CHECK_FALSE(parse_answer(repeated("[", 40) + repeated("]", 40)));
  CHECK(parse_answer(repeated("[", 30) + repeated("]", 30)));
  CHECK(json("{\"id\": \"a\", \"url\": \"\xff\"}").at("url").as_string() == "\xef\xbf\xbd");
}

TEST_CASE("odd answers decode to nothing and break nothing") {
  for (const std::string& text : odd_answers) {
    CAPTURE(text);
    const auto answer = json(text);
    if (const auto page = decode_organizations(answer)) CHECK(page->organizations.empty());
    if (const auto page = decode_components_v4(answer)) CHECK(page->components.empty());
    if (const auto list = decode_services_v1(answer)) CHECK(list->empty());
    CHECK_FALSE(decode_component(answer));
    CHECK_FALSE(decode_run(answer));
    CHECK(decode_artifacts(answer).empty());
    CHECK_FALSE(decode_trigger_answer(answer).refused);
    for (const auto& file : decode_test_results(answer)) CHECK_FALSE(file.download_url);
    for (const auto& deployment : decode_deployments(answer)) CHECK_FALSE(deployment.artifact.name);
    for (const auto& evidence : decode_evidences(answer)) CHECK_FALSE(evidence.content);
  }
}

TEST_CASE("organizations") {
  const auto page = decode_organizations(json(R"({
    "organizations": [
      {"id": "o1", "displayName": "Acme", "domainName": "acme", "parentId": "", "childOrganizations": []},
      {"id": "o2", "isImplicit": true},
      {"id": "o3", "displayName": 5},
      {"displayName": "without an id"},
      {"id": "with blank"}],
    "pagination": {"page": 1, "pageLength": 100, "lastPage": true}})"));
  REQUIRE(page);
  REQUIRE(page->organizations.size() == 2);
  CHECK(page->organizations[0].display_name == "Acme");
  CHECK(page->organizations[0].domain_name == "acme");
  CHECK_FALSE(page->organizations[0].parent_id);
  CHECK_FALSE(page->organizations[1].display_name);
  CHECK(page->ids == std::vector<std::string>{"o1", "o2", "o3"});
  CHECK(page->last);
  CHECK_FALSE(decode_organizations(json(R"({"pagination": {"lastPage": "true"}})"))->last);
}

TEST_CASE("components, both shapes") {
  const auto page = decode_components_v4(json(R"({"components": [
      {"id": "c1", "name": "shop", "repositoryUrl": "https://github.com/acme/shop.git", "defaultBranch": "main",
       "organizationId": "o1", "unheard": {"of": []}}, {"name": "no id"}], "nextPageToken": "n"})"));
  REQUIRE(page);
  REQUIRE(page->components.size() == 1);
  CHECK(page->components[0].repository_url == "https://github.com/acme/shop.git");
  CHECK(page->components[0].organization_id == "o1");
  CHECK(page->next_token == "n");
  CHECK(decode_components_v4(json("{}"))->components.empty());
  CHECK(decode_components_v4(json(R"({"components": null})"))->components.empty());
  CHECK_FALSE(decode_components_v4(json(R"({"components": "x"})")));
  CHECK_FALSE(decode_components_v4(json("[]")));

  CHECK(decode_services_v1(json(R"({"service": [{"id": "c2"}]})"))->at(0).id == "c2");
  CHECK(decode_component(json(R"({"service": {"id": "c3", "name": "n"}})"))->name == "n");
  CHECK(decode_component(json(R"({"id": "c4"})"))->id == "c4");
}

TEST_CASE("runs") {
  const auto run =
      decode_run(json(R"({"id": "r1", "status": "STARTED", "startedAt": "2026-01-02T03:04:05.678Z",
    "endedAt": "", "runNumber": "42", "url": "https://cloudbees.io/r", "commitSha": "abc", "scmRef": "refs/heads/main"})"));
  REQUIRE(run);
  CHECK_FALSE(run->ended);
  CHECK(run->number == 42);
  CHECK(to_rfc3339(*run->started_at) == "2026-01-02T03:04:05Z");
  CHECK_FALSE(run->ended_at);

  struct Row {
    std::string_view text;
    bool ended;
    bool end_time;
  };

  const std::vector<Row> rows = {
      {R"({"status": "SUCCEEDED"})", true, false},
      {R"({"id": "r"})", false, false},
      {R"({"status": "STARTED", "endedAt": "2026-01-02T03:04:05Z"})", true, true},
      {R"({"status": "STARTED", "endedAt": "0001-01-01T00:00:00Z"})", false, false},
      {R"({"status": "STARTED", "endedAt": "just now"})", true, false},
      {R"({"status": "STARTED", "endedAt": "9999-01-01T00:00:00Z"})", true, false},
      {R"({"status": "STARTED", "endedAt": null})", false, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto read = decode_run(json(row.text));
    REQUIRE(read);
    CHECK(read->ended == row.ended);
    CHECK(read->ended_at.has_value() == row.end_time);
  }
}

TEST_CASE("what hangs on a run") {
  const auto artifacts =
      decode_artifacts(json(R"({"artifacts": [{"name": "img", "version": "1", "createdAt": "x"}]})"));
  REQUIRE(artifacts.size() == 1);
  CHECK(artifacts[0].name == "img");
  CHECK_FALSE(artifacts[0].created_at);
  const auto files =
      decode_test_results(json(R"({"files": [{"fileName": "t.xml", "downloadUrl": "https://s3/x"}]})"));
  REQUIRE(files.size() == 1);
  CHECK(files[0].file_name == "t.xml");
  const auto deployments = decode_deployments(json(R"({"deployments": [
      {"artifact": {"name": "img", "labels": ["a", 1, "b"], "publishedOn": "2026-03-01T12:00:00Z",
                    "commit": {"commitId": "abc"}}, "environment": "prod"}]})"));
  REQUIRE(deployments.size() == 1);
  CHECK(deployments[0].artifact.name == "img");
  CHECK(deployments[0].artifact.label == "a, b");
  CHECK(deployments[0].artifact.commit == "abc");
  CHECK(deployments[0].artifact.created_at == WallTime(std::chrono::seconds(1772366400)));
  CHECK(deployments[0].environment == "prod");
  const auto evidences =
      decode_evidences(json(R"({"evidences": [{"content": "# ok", "format": "markdown"}]})"));
  REQUIRE(evidences.size() == 1);
  CHECK(evidences[0].markdown);
}

TEST_CASE("the ids in a trigger's answer are found wherever they are") {
  struct Row {
    std::string_view text;
    std::optional<std::string> run_id;
    std::optional<std::string> run_url;
  };

  const std::vector<Row> rows = {
      {"{}", std::nullopt, std::nullopt},
      {R"({"runId": "r"})", "r", std::nullopt},
      {R"({"id": "i", "automationRunId": "a"})", "a", std::nullopt},
      {R"({"id": "i", "automationRunId": "a", "nested": {"runId": "r"}})", "r", std::nullopt},
      {R"({"component": {"deep": {"id": "c"}}, "id": "i"})", "i", std::nullopt},
      {R"([{"x": [{"id": "i", "url": "u"}]}])", "i", "u"},
      {R"({"eventOutput": {"invokeWorkflowOutput": {"runUrl": "https://cloudbees.io/r"}}, "url": "x"})",
       std::nullopt, "https://cloudbees.io/r"},
      {R"({"runId": "", "id": 7, "automationRunId": "bad id"})", std::nullopt, std::nullopt},
      {R"({"runId": null, "deep": {"runId": "r"}})", "r", std::nullopt},
      {R"("r")", std::nullopt, std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const TriggerAnswer answer = decode_trigger_answer(json(row.text));
    CHECK(answer.run_id == row.run_id);
    CHECK(answer.run_url == row.run_url);
    CHECK_FALSE(answer.refused);
  }
  const auto whole = decode_trigger_answer(json(R"({"organizationId": "o", "x": {"automationId": "m"}})"));
  CHECK(whole.organization_id == "o");
  CHECK(whole.automation_id == "m");
  // Bounded: what lies behind very many values is not looked for.
  CHECK_FALSE(decode_trigger_answer(json("[" + repeated("[],", 20000) + R"({"runId": "r"}])")).run_id);
}

TEST_CASE("a trigger's answer that says no") {
  for (const std::string_view no : {R"({"success": false})", R"({"errorMessage": "no"})",
                                    R"({"success": true, "errorMessage": "no", "runId": "r"})"}) {
    CAPTURE(no);
    CHECK(decode_trigger_answer(json(no)).refused);
  }
  for (const std::string_view yes :
       {R"({"success": true})", R"({"errorMessage": ""})", R"({"success": "false"})",
        R"({"errorMessage": null})", R"({"inner": {"success": false}})"}) {
    CAPTURE(yes);
    CHECK_FALSE(decode_trigger_answer(json(yes)).refused);
  }
}
