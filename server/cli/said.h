#pragma once

#include "protocol/json.h"

#include <optional>
#include <string>
#include <vector>

namespace unify_ls::cli {

/// What of a command line the terminal itself looks at. The same members are arguments of the commands where
/// these have them.
struct Said {
  std::optional<std::string> id;
  std::optional<std::string> file;
  std::optional<std::string> preset;
  std::vector<std::string> files;
  boost::json::object inputs;
  std::optional<bool> confirmed;
  std::optional<bool> dryRun;
  std::optional<bool> follow;
  std::optional<bool> force;
  std::optional<bool> sarif;
  std::optional<double> days;
  std::optional<std::string> expires;
  std::optional<std::string> shell;
};
BOOST_DESCRIBE_STRUCT(Said, (),
                      (id, file, preset, files, inputs, confirmed, dryRun, follow, force, sarif, days,
                       expires, shell))

} // namespace unify_ls::cli
