#pragma once

#include "server/git/git.h"

#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::testing {

/// Real git repositories in a temporary folder, with a HOME of their own and fixed authors and dates; all of
/// it is gone with this object. Paths and folders given to its functions are relative to that folder.
class TempRepositories {
 public:
  TempRepositories();
  ~TempRepositories();
  TempRepositories(const TempRepositories&) = delete;
  TempRepositories& operator=(const TempRepositories&) = delete;

  /// The absolute path of something in here.
  std::string path(std::string_view below = {}) const;

  /// Runs git in a folder and gives its trimmed output. Throws when it fails.
  std::string git(std::string_view folder, std::vector<std::string> arguments) const;

  /// A new repository on branch `main`, without a commit.
  void init(std::string_view folder, std::vector<std::string> options = {}) const;

  /// Writes a file, and the folders on the way to it.
  void write(std::string_view file, std::string_view text) const;

  /// Writes a script that can be run. `$SANDBOX` in its text is this folder.
  void write_script(std::string_view file, std::string_view text) const;

  /// Adds and commits everything in a folder; the commit's id.
  std::string commit(std::string_view folder, std::string_view message = "change") const;

  bool exists(std::string_view file) const;

  /// The git that is under test, with this HOME. Each program it starts leaves a line, counted by `started`.
  git::Git tested() const;

  /// How many programs `tested` has started since this was asked last.
  int started() const;

 private:
  std::string root_;
};

} // namespace unify_ls::testing
