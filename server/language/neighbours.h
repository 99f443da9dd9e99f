#pragma once

#include "server/base/task.h"
#include "server/git/plain_file.h"
#include "server/language/texts.h"
#include "server/workflow/completion/usage.h"
#include "server/workflow/navigation/things.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace unify_ls::language {

/// Files of a repository that are looked at for what surrounds an open text.
inline constexpr std::size_t max_neighbours = 1000;

/// The other files of ours in a repository: those below `.cloudbees` and the action in its root. Open texts
/// count as they stand.
class Neighbours {
 public:
  explicit Neighbours(Texts& texts) : texts_(texts) {}

  /// Their absolute paths, sorted, with those of texts that were never saved; none for a file that lies in no
  /// repository.
  std::vector<std::string> paths(const std::string& root);

  /// Null for what is not ours or cannot be read.
  std::shared_ptr<const Analysis> read(const std::string& path);

  /// What all of them use. Each is read again when it has changed, a turn of the loop for each.
  Task<workflow::Usage> usage(std::string root);

  /// Those, and the local actions that they call, and those that these call: an action may lie anywhere.
  Task<std::vector<std::string>> paths_with_called(std::string root);

  /// What one of them calls in its repository, likewise; the reference holds until the next call.
  const std::vector<workflow::LocalUses>& local_uses(const std::string& path) { return kept(path).calls; }

 private:
  struct Kept {
    std::optional<git::FileStamp> stamp;
    std::shared_ptr<const Analysis> open; ///< the open text that was read, where it was one
    workflow::Usage usage{};
    std::vector<workflow::LocalUses> calls{};
  };

  static std::vector<std::string> saved(const std::string& root);

  const Kept& kept(const std::string& path);
  std::shared_ptr<const Analysis> read_open(const std::string& path);

  Texts& texts_;
  std::map<std::string, Kept, std::less<>> kept_;
};

} // namespace unify_ls::language
