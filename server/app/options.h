#pragma once

#include "server/base/log.h"

#include <boost/json/object.hpp>

#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace unify_ls {

/// The verbs of the command line, `serve` first because it is the default.
enum class Verb {
  serve,
  setup,
  token_set,
  token_status,
  token_delete,
  workflows,
  run,
  again,
  runs,
  follow,
  curl,
  component,
  doctor,
  check,
};

/// Everything the command line says. What it does not say is empty.
struct Options {
  Verb verb = Verb::serve;
  bool verb_was_given = false;

  /// The settings given as flags, by their names as settings ("apiUrl"), for settings::SettingsLayer.
  boost::json::object settings;
  LogLevel log_level = LogLevel::error;
  std::optional<std::string> log_file;

  std::optional<std::string> folder;
  bool json = false;

  std::optional<std::string> file;      ///< run, curl
  std::optional<std::string> id;        ///< again, follow
  std::optional<std::string> reference; ///< component: an id, an address or a curl command
  /// run, again, curl: NAME=VALUE in the order given.
  std::vector<std::pair<std::string, std::string>> inputs;
  std::vector<std::string> files; ///< check
  bool sarif = false;             ///< check
  bool all = false;               ///< workflows
  bool yes = false;
  bool force = false;
  bool dry_run = false;
  bool follow = false;
  bool read_stdin = false;            ///< token set
  bool check = false;                 ///< token status
  std::optional<double> days;         ///< token set
  std::optional<std::string> expires; ///< token set
};

/// What to print and with which code to exit, instead of running: help, a version or a mistake.
struct EarlyExit {
  int code = 0;
  std::string output; ///< for stdout
  std::string errors; ///< for stderr
};

/// Reads the command line. A verb may follow `serve` and its flags, the last verb decides and later flags
/// win, so that a client can add a verb to its own server command.
std::expected<Options, EarlyExit> read_options(int count, const char* const* arguments);

/// The text of --help, which `serve` on a terminal prints too.
std::string help_text();

} // namespace unify_ls
