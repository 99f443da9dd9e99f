#pragma once

#include "tests/support/run_task.h"
#include "tests/support/temp_repository.h"
#include "tests/unit/commands/services_fixture.h"
#include "tests/unit/platform/fake_api.h"

#include <boost/asio/co_spawn.hpp>

#include <string>
#include <vector>

namespace unify_ls::testing {

/// A clone of a component's repository, open in an editor, with the workflow deploy.yaml on `main`, and a
/// platform that starts it. A token is stored.
struct ShopFixture : ServicesFixture {
  ShopFixture() : ServicesFixture(api) {
    clock.passed = std::chrono::hours(24) * 365 * 50;
    client.kinds = {"string", "number", "enum", "lazyEnum"};
    store->tokens["https://api.cloudbees.io"] = "token";
    repositories.init("origin");
    repositories.write("origin/.cloudbees/workflows/deploy.yaml",
                       "name: Deploy\non:\n  workflow_dispatch:\n    inputs:\n"
                       "      target:\n        type: string\n        required: true\n"
                       "      count:\n        type: number\n        default: 3\n"
                       "jobs: {}\n");
    repositories.write("origin/.cloudbees/workflows/checks.yaml",
                       "name: Checks\non:\n  push: {}\njobs: {}\n");
    commit = repositories.commit("origin");
    repositories.git("", {"clone", "-q", repositories.path("origin"), repositories.path("shop")});
    repositories.git("shop", {"remote", "set-url", "origin", "https://github.com/acme/shop.git"});
    api.add_organization("o1", "Acme");
    api.add_component("o1", "c1", "shop", "https://github.com/acme/shop.git");
    services.workspace.folders.add(repositories.path("shop"));
  }

  /// What a task comes to, with everything that it starts meanwhile.
  template <class T> T come_to(Task<T> task) {
    std::optional<T> value;
    std::exception_ptr thrown;
    asio::co_spawn(loop, std::move(task), [&](std::exception_ptr error, T result) {
      thrown = error;
      value.emplace(std::move(result));
    });
    loop.run();
    loop.restart();
    if (thrown) std::rethrow_exception(thrown);
    return *std::move(value);
  }

  Result<commands::Outcome> execute(std::string_view command, const commands::json::value& arguments) {
    return come_to(rooms.registry().execute(commands::Registry::read_call(command, arguments)));
  }

  FakeApi api;
  TempRepositories repositories;
  std::string commit; ///< of `main`
};

/// The value of a list's entry that can be chosen: the first, but for `change` and `cancel`.
inline commands::json::value first_entry(const protocol::FormField& field) {
  for (const protocol::FormEntry& entry : *field.type.entries)
    if (entry.value != "change" && entry.value != "cancel" && entry.value != "*")
      return commands::json::value(entry.value);
  return nullptr;
}

/// An argument of `unify.workflow.run` that leaves nothing to ask.
inline commands::json::object complete_run() {
  return {
      {"file", "deploy.yaml"}, {"inputs", commands::json::object{{"target", "stage"}}}, {"confirmed", true}};
}

template <class T> const T& result_of(const Result<commands::Outcome>& outcome) {
  if (!outcome) throw std::runtime_error("unexpected error: " + outcome.error().message);
  return outcome->value.as<T>();
}

} // namespace unify_ls::testing
