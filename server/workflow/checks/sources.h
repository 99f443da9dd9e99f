#pragma once

#include "server/workflow/checks/callable.h"
#include "server/workflow/checks/runnable.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::workflow {

/// Other files that are looked at for one file; of more nothing is known.
inline constexpr std::size_t max_called_files = 200;

/// What a `uses` or a `delegates` may lead to.
enum class CalledKind : std::uint8_t { action, workflow, custom_job };

/// Whether something is there: of what is unknown nothing may be said.
enum class Presence : std::uint8_t { known, absent, unknown };

struct Called {
  Presence presence = Presence::unknown;
  std::shared_ptr<const Callable> callable{}; ///< where known
};

/// Where the rules learn of other files. `workflow/` does no input or output: whoever checks a file gives it
/// what it knows of open texts, the working copy and the workspace's folders.
class Sources {
 public:
  Sources() = default;
  Sources(const Sources&) = delete;
  Sources& operator=(const Sources&) = delete;
  virtual ~Sources() = default;

  /// What stands at a path of the file's own repository, relative to its root and without `./`; an action's
  /// path is its folder, empty for the root. Absent only where the working copy is there and it is not.
  virtual Called local(CalledKind kind, std::string_view path) const = 0;

  /// What stands in another repository, where one of the workspace's folders is a clone of it. `repository`
  /// is `host/owner/name` in lower case, `path` is relative to its root.
  virtual Called elsewhere(CalledKind kind, std::string_view repository, std::string_view path) const = 0;

  /// Paths that `local` knows, for "did you mean".
  virtual std::vector<std::string> local_paths(CalledKind kind) const = 0;

  /// For a run document: what can be started where it says. Null where that is not known.
  virtual const Runnable* runnable() const { return nullptr; }
};

/// Nothing is known of any other file.
class NoSources : public Sources {
 public:
  Called local(CalledKind /*kind*/, std::string_view /*path*/) const override { return {}; }

  Called elsewhere(CalledKind /*kind*/, std::string_view /*repository*/,
                   std::string_view /*path*/) const override {
    return {};
  }

  std::vector<std::string> local_paths(CalledKind /*kind*/) const override { return {}; }
};

/// Asks for each file once, however often one text calls it.
class RememberedSources final : public Sources {
 public:
  explicit RememberedSources(const Sources& sources) : sources_(sources) {}

  Called local(CalledKind kind, std::string_view path) const override;
  Called elsewhere(CalledKind kind, std::string_view repository, std::string_view path) const override;
  std::vector<std::string> local_paths(CalledKind kind) const override;

  const Runnable* runnable() const override { return sources_.runnable(); }

 private:
  static std::string key(CalledKind kind, std::string_view repository, std::string_view path);
  template <class Ask> Called remember(const std::string& key, Ask ask) const;

  const Sources& sources_;
  mutable std::map<std::string, Called, std::less<>> called_;
  mutable std::map<CalledKind, std::vector<std::string>> paths_;
};

} // namespace unify_ls::workflow
