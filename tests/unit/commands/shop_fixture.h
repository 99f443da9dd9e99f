#pragma once

#include "tests/support/run_task.h"
#include "tests/support/temp_repository.h"
#include "tests/unit/commands/services_fixture.h"
#include "tests/unit/platform/fake_api.h"

#include <string>
#include <vector>

namespace unify_ls::testing {

/// A clone of a component's repository, open in an editor, with the workflow deploy.yaml on `main`, and a
/// platform that starts it. A token is stored.
struct ShopFixture : ServicesFixture {
  ShopFixture();
  ~ShopFixture();

  /// What a task comes to, with everything that it starts meanwhile.
  template <class T> T come_to(Task<T> task) { return run_on(loop, std::move(task)); }

  Result<commands::Outcome> execute(std::string_view command, const commands::json::value& arguments);

  FakeApi api;
  TempRepositories repositories;
  std::string commit; ///< of `main`
};

/// The value of a list's entry that can be chosen: the first, but for `change` and `cancel`.
commands::json::value first_entry(const protocol::FormField& field);

/// An argument of `unify.workflow.run` that leaves nothing to ask.
commands::json::object complete_run();

template <class T> const T& result_of(const Result<commands::Outcome>& outcome) {
  if (!outcome) throw std::runtime_error("unexpected error: " + outcome.error().message);
  return outcome->value.as<T>();
}

} // namespace unify_ls::testing
