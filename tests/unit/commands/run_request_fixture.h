#pragma once

#include "server/commands/run_request.h"

#include <chrono>
#include <string>

namespace unify_ls::testing {

/// A run of "deploy.yaml" with one text that was given and one optional number that was not.
inline commands::RunRequest some_request() {
  using workflow::InputType;
  commands::RunRequest run;
  run.origin = "https://api.example.com";
  run.folder = "/repo";
  run.component = {.organization_id = "org", .component_id = "comp", .name = "shop", .repository_url = ""};
  run.branch = "main";
  run.commit = "0123456789abcdef0123456789abcdef01234567";
  run.subject = "Mend the till";
  run.fetched_at = WallTime{std::chrono::seconds{1'800'000'000}};
  run.file = "deploy.yaml";
  run.path = ".cloudbees/workflows/deploy.yaml";
  run.declared = {{.name = "target"}, {.name = "count", .type = InputType::number}};
  run.inputs = {{.name = "target", .value = "stage"}};
  return run;
}

} // namespace unify_ls::testing
