#pragma once

#include "server/base/clock.h"
#include "server/runs/journal.h"
#include "server/state/state.h"

#include <filesystem>
#include <string>

/// What the tests of the workspace share: a folder that goes away, a moment to count from, a run to vary.
namespace unify_ls::testing {

class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  const std::filesystem::path& path() const { return path_; }

  /// A file below it, with the folders it needs.
  std::filesystem::path write(const std::filesystem::path& name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

/// 2026-03-01T12:00:00Z.
WallTime noon();

/// A run of `build.yml` on `main` with an id of its own.
runs::Run some_run();

/// The message of a call that has to fail; "" when it does not.
template <class T> std::string message_of(const Result<T>& result) {
  return result ? std::string() : result.error().message;
}

} // namespace unify_ls::testing
