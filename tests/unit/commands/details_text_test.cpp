#include "server/commands/details_text.h"

#include <doctest/doctest.h>

#include <string>

using namespace unify_ls;
using namespace unify_ls::commands;
namespace json = boost::json;

namespace {

protocol::Run failed_run() {
  protocol::Run run;
  run.file = "deploy.yaml";
  run.branch = "main";
  run.component = {.componentId = "c1", .name = "shop-api"};
  run.inputs = {{"version", "1.4"}, {"password", nullptr}, {"note", ""}};
  run.requestedAt = "2027-01-15T08:00:00Z";
  run.startedAt = "2027-01-15T08:00:02Z";
  run.endedAt = "2027-01-15T08:03:22Z";
  run.outcome = "started";
  run.ended = true;
  run.state = "failed";
  run.reason = "step 3 exited with 1";
  return run;
}

} // namespace

TEST_CASE("the details of a run begin with how it ended, and say what was sent") {
  const std::string text = details_text({.run = failed_run()});
  CHECK(text.starts_with("# deploy.yaml on main\n\n**failed**: step 3 exited with 1\n\n| Input | |\n"));
  for (const char* line :
       {"| Component | shop-api |", "| Component id | `c1` |", "| Started | 2027-01-15 08:00:02 UTC |",
        "| Duration | 3 min 20 s |", "| `version` | `1.4` |",
        "| `password` | (not kept: it may be a secret) |", "| `note` | (empty) |"})
    CHECK_MESSAGE(text.contains(line), text);
}

TEST_CASE("what hangs on a run is listed, and what does not is said in a sentence") {
  const protocol::RunDetails details{
      .run = failed_run(),
      .artifacts = json::array{json::object{{"name", "app"}, {"version", "1.4"}}},
      .deployments = json::array{},
      .evidences = json::array{json::object{{"markdown", true}, {"content", "# Report\n```\nx\n```\n"}}},
      .missing = std::vector<protocol::MissingDetails>{{"testResults", "It is forbidden."}}};
  const std::string text = details_text(details);
  CHECK(text.contains("## Artifacts\n\n* name `app`, version `1.4`\n"));
  CHECK(text.contains("The platform knows of none of these: deployments."));
  CHECK(text.contains("* Test results: It is forbidden."));
  CHECK_MESSAGE(text.contains("````\n# Report\n```\nx\n```\n````\n"), text);
}

TEST_CASE("nothing of the platform or the repository is Markdown") {
  protocol::Run run = failed_run();
  run.reason = "[click](command:evil) https://evil.example ``` `x";
  run.file = "_a|b_.yaml";
  run.inputs = {{"`a|b`", "<b>"}};
  run.runUrl = "https://evil.example/x";
  const std::string text = details_text({.run = run});
  CHECK_MESSAGE(text.contains(R"(\[click\] (command:evil) https:/\/evil.example \`\`\` \`x)"), text);
  CHECK(text.starts_with(R"(# \_a\|b\_.yaml on main)"));
  CHECK(text.contains("| `` `a\\|b` `` | `<b>` |"));
  CHECK(text.contains("| Page | `https://evil.example/x` |"));
}
