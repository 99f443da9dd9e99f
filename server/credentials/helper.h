#pragma once

#include "server/base/child.h"
#include "server/credentials/secret.h"

#include <string>
#include <utility>
#include <vector>

/// What the stores that talk to a helper program have in common.
namespace unify_ls::credentials {

/// How a helper ended. What it wrote may be a token, so it is overwritten when this goes away.
struct HelperOutcome : ChildOutcome {
  explicit HelperOutcome(ChildOutcome ended) : ChildOutcome(std::move(ended)) {}

  HelperOutcome() = default;
  HelperOutcome(HelperOutcome&&) = default;
  HelperOutcome& operator=(HelperOutcome&&) = delete;

  ~HelperOutcome() { wipe(output); }
};

/// What a helper gets of our environment, as "NAME=value": where the person's things are, where the session's
/// bus is, and the language. Nothing that could change what a program does.
std::vector<std::string> helper_environment();

/// What lets a helper open a window, for calls that a person waits for.
std::vector<std::string> display_environment();

} // namespace unify_ls::credentials
