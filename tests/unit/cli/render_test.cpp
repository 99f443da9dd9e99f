#include "server/base/time.h"
#include "server/cli/render.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::cli;

namespace {

const WallTime now = *parse_time("2026-05-04T10:00:00Z");
const Style plain;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

protocol::Workflow deploy() {
  protocol::Workflow workflow{.file = "deploy.yaml", .path = ".cloudbees/workflows/deploy.yaml", .uri = {}};
  workflow.name = "Deploy";
  workflow.manual = true;
  workflow.state = "modified";
  protocol::WorkflowInput environment;
  environment.name = "environment";
  environment.type = "choice";
  environment.description = "Where to";
  environment.required = true;
  environment.default_ = "staging";
  environment.options = {"staging", "production"};
  protocol::WorkflowInput version;
  version.name = "version";
  version.type = "string";
  version.required = true;
  workflow.inputs = {environment, version};
  return workflow;
}

protocol::WorkflowsList listed(std::vector<protocol::Workflow> workflows) {
  protocol::WorkflowsList list;
  list.branch = "main";
  list.commit = "0123456789abcdef";
  list.fetchedAt = "2026-05-04T09:55:00Z";
  list.source = "remote";
  list.workflows = std::move(workflows);
  return list;
}

protocol::Run run_of(std::string outcome, std::optional<std::string> status = {}) {
  protocol::Run run;
  run.id = "r1";
  run.file = "deploy.yaml";
  run.branch = "main";
  run.requestedAt = "2026-05-04T09:58:00Z";
  run.outcome = std::move(outcome);
  run.status = std::move(status);
  return run;
}

} // namespace

TEST_CASE("workflows are shown with their inputs") {
  CHECK(workflows_text(listed({deploy()}), plain, now) ==
        "Workflows on main at 0123456789, fetched 5 min ago:\n\n"
        "  deploy.yaml  Deploy  (your working copy differs)\n"
        "    environment  choice  staging (default) | production  Where to\n"
        "    version      string  required\n");
  CHECK(contains(workflows_text(listed({}), plain, now), "No workflow on main can be started by hand"));
  protocol::WorkflowsList partly = listed({});
  partly.notes = {"The folder is reached through a symlink."};
  CHECK(contains(workflows_text(partly, plain, now),
                 "lists the others.\nThe folder is reached through a symlink.\n"));
  partly.workflows = {deploy()};
  CHECK(contains(workflows_text(partly, plain, now),
                 "5 min ago:\nThe folder is reached through a symlink.\n\n"));
}

TEST_CASE("nothing from a repository can steer the terminal") {
  protocol::Workflow hostile = deploy();
  hostile.file = "a\x1b[2J.yaml";
  hostile.name = "b\r\nc";
  hostile.inputs.front().description = "\x1b]0;title\x07";
  hostile.problems = {{.message = "bad\x1b[31m", .severity = "error", .range = {}}};
  const std::string text = workflows_text(listed({hostile}), plain, now);
  CHECK_FALSE(contains(text, "\x1b"));
  CHECK_FALSE(contains(text, "\r"));
  CHECK(contains(text, "a\\u001B[2J.yaml"));
}

TEST_CASE("runs are a table, the state first") {
  const protocol::RunList list{{run_of("started", "SUCCEEDED"), run_of("unknown")}};
  CHECK(runs_text(list, plain, now) == "STATE      TOOK       STARTED    WORKFLOW     BRANCH  ID  INPUTS\n"
                                       "succeeded  2 min 0 s  2 min ago  deploy.yaml  main    r1\n"
                                       "unknown               2 min ago  deploy.yaml  main    r1\n");
  CHECK(runs_text({}, plain, now) == "No run was started from this folder yet.\n");
  CHECK(change_text(run_of("started", "STARTED"), plain) == "deploy.yaml on main: running\n");
}

TEST_CASE("a run in the list says how long it took, or takes, and with what") {
  protocol::Run run = run_of("started", "SUCCEEDED");
  run.ended = true;
  run.startedAt = "2026-05-04T09:58:05Z";
  run.endedAt = "2026-05-04T09:59:10Z";
  run.inputs = {{"version", "1.4"}, {"note", ""}};
  CHECK(contains(runs_text({{run}}, plain, now), "succeeded  1 min 5 s  2 min ago  deploy.yaml  main    r1  "
                                                 "version=1.4 note=(empty)\n"));
  run.status = "STARTED";
  run.ended = false;
  run.endedAt.reset();
  CHECK(contains(runs_text({{run}}, plain, now), "running  1 min 55 s"));
}

TEST_CASE("details name what the platform gave, and what it did not") {
  protocol::RunDetails details{.run = run_of("started", "SUCCEEDED")};
  details.artifacts = boost::json::array{boost::json::object{{"name", "shop"}, {"version", "1.4"}}};
  details.deployments = boost::json::array{};
  details.missing.emplace().push_back({"evidences", "It is forbidden."});
  const std::string text = details_text(details, plain, now);
  CHECK(contains(text, "deploy.yaml on main: succeeded\n"));
  CHECK(contains(text, "Artifacts\n  shop  1.4\n"));
  CHECK_FALSE(contains(text, "Deployments"));
  CHECK(contains(text, "No evidences: It is forbidden.\n"));
}

TEST_CASE("a run's tone follows its state") {
  CHECK(tone_of(run_of("started", "SUCCEEDED")) == Tone::good);
  CHECK(tone_of(run_of("started", "UNSTABLE")) == Tone::doubtful);
  CHECK(tone_of(run_of("started", "FAILED")) == Tone::bad);
  CHECK(tone_of(run_of("started", "STARTED")) == Tone::plain);
  CHECK(tone_of(run_of("refused")) == Tone::bad);
}

TEST_CASE("the doctor's findings have their remedy below them") {
  const protocol::DoctorReport report{
      {{.name = "git", .state = "ok", .detail = "2.39", .remedy = {}},
       {.name = "token", .state = "fail", .detail = "none is stored", .remedy = "unify-ls token set"}}};
  CHECK(doctor_text(report, plain) == "ok    git    2.39\n"
                                      "fail  token  none is stored\n"
                                      "             -> unify-ls token set\n");
}

TEST_CASE("an error's last line is ours and says what to do in a terminal") {
  Error error{.kind = ErrorKind::forbidden, .message = "Your token may not do this."};
  error.platform_message = "permission\ndenied";
  CHECK(error_text(error, plain) ==
        "The platform said: permission denied\nunify-ls: Your token may not do this.\n");
  error = {.kind = ErrorKind::needsInput, .message = "This needs more."};
  error.missing = {"inputs.version", "confirmed"};
  CHECK(error_text(error, plain) == "unify-ls: This needs more. Add -i version=… --yes.\n");
  error = {.kind = ErrorKind::noToken, .message = "No token."};
  CHECK(contains(error_text(error, plain), "`unify-ls token set`"));
  error.advice = "git fetch origin main";
  CHECK(error_text(error, plain) == "unify-ls: No token. git fetch origin main\n");
}

TEST_CASE("the token's status is told in sentences") {
  protocol::TokenStatus status{.origin = "https://api.example.com"};
  CHECK(token_text(status, plain, now) == "No token is stored for https://api.example.com.\n");
  status.stored = true;
  status.store = "file";
  CHECK(token_text(status, plain, now) == "The token of https://api.example.com is kept in file.\n");
  status.acceptedReason = "The platform does not answer.";
  CHECK(contains(token_text(status, plain, now), "could not be told: The platform does not answer."));
  status.acceptedReason.reset();
  status.accepted = true;
  CHECK(contains(token_text(status, plain, now), "accepts it"));
  status.accepted = false;
  CHECK(contains(token_text(status, plain, now), "rejects it"));
  status.storeReason = "auto takes it.";
  CHECK_FALSE(contains(token_text(status, plain, now), "auto takes it."));
  status.store.clear();
  CHECK(contains(token_text(status, plain, now), "auto takes it."));
}

TEST_CASE("without a remote the list says so") {
  protocol::WorkflowsList list = listed({});
  CHECK(contains(workflows_text(list, plain, now), "No workflow on main"));
  list.source = "workingCopy";
  CHECK(contains(workflows_text(list, plain, now), "There is no remote"));
}

TEST_CASE("a started run shows what was sent; a dry run shows the request") {
  protocol::RunStarted started{.outcome = "started", .id = "r1"};
  started.component.name = "shop-api";
  started.file = "deploy.yaml";
  started.branch = "main";
  started.inputs = {{"version", "1.4.2"}, {"note", ""}};
  started.runUrl = "https://ui.example.com/run";
  CHECK(started_text(started, plain) == "Started deploy.yaml on main of shop-api\n"
                                        "  version: 1.4.2\n  note: (empty)\n"
                                        "https://ui.example.com/run\nunify-ls follow r1\n");
  started.outcome = "dryRun";
  started.request = {
      .method = "POST", .url = "https://api.example.com/x", .headers = {{"A", "b"}}, .body = {}};
  CHECK(started_text(started, plain) ==
        "Nothing was sent. deploy.yaml on main of shop-api would be started by:\n\n"
        "POST https://api.example.com/x\nA: b\nnull\n");
}
