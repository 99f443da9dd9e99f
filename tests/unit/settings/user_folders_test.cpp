#include "server/settings/user_folders.h"
#include "tests/unit/credentials/sandbox.h"

#include <doctest/doctest.h>

using namespace unify_ls::settings;
using unify_ls::testing::Variable;

TEST_CASE("the folder for state is that of the environment, else below the home") {
  {
    const Variable state("XDG_STATE_HOME", "/somewhere");
    CHECK(user_state_folder() == "/somewhere/unify-ls");
  }
  const Variable home("HOME", "/home/me");
  {
    const Variable state("XDG_STATE_HOME", "relative");
    CHECK(user_state_folder() == "/home/me/.local/state/unify-ls");
  }
  const Variable state("XDG_STATE_HOME", nullptr);
  CHECK(user_state_folder() == "/home/me/.local/state/unify-ls");
  const Variable no_home("HOME", nullptr);
  CHECK(user_state_folder().empty());
}
