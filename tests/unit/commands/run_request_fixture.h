#pragma once

#include "server/commands/run_request.h"

#include <chrono>
#include <string>

namespace unify_ls::testing {

/// A run of "deploy.yaml" with one text that was given and one optional number that was not.
inline commands::RunRequest some_request() {
  using workflow::InputType;
  commands::RunRequest request;
  request.run.origin = "https://api.example.com";
  request.run.folder = "/repo";
  request.run.component = {
      .organization_id = "org", .component_id = "comp", .name = "shop", .repository_url = ""};
  request.run.branch = "main";
  request.run.commit = "0123456789abcdef0123456789abcdef01234567";
  request.subject = "Fix the rounding";
  request.fetched_at = WallTime{std::chrono::seconds{1'800'000'000}};
  request.run.file = "deploy.yaml";
  request.path = ".cloudbees/workflows/deploy.yaml";
  request.declared = {{.name = "target"}, {.name = "count", .type = InputType::number}};
  request.sent = {{.name = "target", .value = "stage"}};
  return request;
}

} // namespace unify_ls::testing
