#include "shop_fixture.h"

namespace unify_ls::testing {

ShopFixture::ShopFixture() : ServicesFixture(api) {
  clock.passed = std::chrono::hours(24) * 365 * 50;
  client.kinds = {"string", "number", "enum", "lazyEnum"};
  store->tokens["https://api.cloudbees.io"] = "token";
  repositories.init("origin");
  repositories.write("origin/.cloudbees/workflows/deploy.yaml",
                     "name: Deploy\non:\n  workflow_dispatch:\n    inputs:\n"
                     "      target:\n        type: string\n        required: true\n"
                     "      count:\n        type: number\n        default: 3\n"
                     "jobs: {}\n");
  repositories.write("origin/.cloudbees/workflows/checks.yaml", "name: Checks\non:\n  push: {}\njobs: {}\n");
  commit = repositories.commit("origin");
  repositories.git("", {"clone", "-q", repositories.path("origin"), repositories.path("shop")});
  repositories.git("shop", {"remote", "set-url", "origin", "https://github.com/acme/shop.git"});
  api.add_organization("o1", "Acme");
  api.add_component("o1", "c1", "shop", "https://github.com/acme/shop.git");
  services.workspace.folders.add(repositories.path("shop"));
}

ShopFixture::~ShopFixture() = default;

Result<commands::Outcome> ShopFixture::execute(std::string_view command,
                                               const commands::json::value& arguments) {
  return come_to(rooms.registry().execute(commands::Registry::read_call(command, arguments)));
}

commands::json::value first_entry(const protocol::FormField& field) {
  for (const protocol::FormEntry& entry : *field.type.entries)
    if (entry.value != "change" && entry.value != "cancel" && entry.value != "*")
      return commands::json::value(entry.value);
  return nullptr;
}

commands::json::object complete_run() {
  return {
      {"file", "deploy.yaml"}, {"inputs", commands::json::object{{"target", "stage"}}}, {"confirmed", true}};
}

} // namespace unify_ls::testing
