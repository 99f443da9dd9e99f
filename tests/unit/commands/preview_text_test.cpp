#include "server/commands/preview_text.h"

#include <doctest/doctest.h>

#include <string>

using namespace unify_ls;
using namespace unify_ls::commands;
namespace json = boost::json;

TEST_CASE("a preview says that nothing was sent, then what would be, as people read it") {
  protocol::RunStarted preview{.outcome = "dryRun"};
  preview.component = {.componentId = "c1", .name = "shop"};
  preview.branch = "main";
  preview.file = "deploy.yaml";
  preview.inputs = {{"version", "1.4"}, {"note", ""}};
  preview.request = {.method = "POST",
                     .url = "https://api.example/v2/components/c1/trigger",
                     .headers = {{"Content-Type", "application/json"}},
                     .body =
                         json::object{{"branchName", "main"}, {"inputs", json::object{{"version", "1.4"}}}}};
  preview.notes = std::vector<std::string>{"Note that it is <late>."};
  CHECK(preview_text(preview) ==
        "# deploy.yaml on main\n\n"
        "**Nothing was sent.** This is what would be:\n\n"
        "Note that it is \\<late\\>.\n\n"
        "| Input | |\n| --- | --- |\n| `version` | `1.4` |\n| `note` | (empty) |\n\n"
        "| Run | |\n| --- | --- |\n| Branch | main |\n| Component | shop |\n\n"
        "## The request\n\n"
        "```http\nPOST https://api.example/v2/components/c1/trigger\n"
        "Content-Type: application/json\n\n"
        "{\n  \"branchName\": \"main\",\n  \"inputs\": {\n    \"version\": \"1.4\"\n  }\n}\n```\n");
}
