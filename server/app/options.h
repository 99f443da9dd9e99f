#pragma once

#include "server/base/log.h"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <vector>

namespace unify_ls {

/// Everything the command line says. What it does not say is empty.
struct Options {
  std::string verb = "serve"; ///< its words, "token set"

  /// The settings given as flags, by their names as settings ("apiUrl"), for settings::SettingsLayer.
  boost::json::object settings{};
  LogLevel log_level = LogLevel::error;
  std::optional<std::string> log_file{};
  std::optional<std::string> folder{};
  bool json = false;

  /// The operands and flags of the verb, by their names as arguments of its command ("dryRun").
  boost::json::object said{};
  std::vector<std::string> to_complete{}; ///< the words of a line, the last of which a shell wants completed
};

} // namespace unify_ls
