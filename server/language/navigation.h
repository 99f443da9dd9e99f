#pragma once

#include "protocol/lsp_place.h"
#include "server/base/task.h"
#include "server/language/neighbours.h"
#include "server/workflow/navigation/things.h"

#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace unify_ls::language {

/// Places in one text.
struct PlacesIn {
  std::shared_ptr<const Analysis> analysis;
  std::vector<workflow::Span> declarations{};
  std::vector<workflow::Span> uses{};
  std::vector<workflow::Span> unclear{}; ///< as a `Thing` has them
};

/// Where the thing at a place is named, in its own file and in those of the repository that call it.
class Navigation {
 public:
  Navigation(Neighbours& neighbours, Workspace& workspace) : neighbours_(neighbours), workspace_(workspace) {}

  /// Where it is declared: places, or a whole file for a `uses`.
  std::vector<protocol::Location> definitions(const std::shared_ptr<const Analysis>& analysis,
                                              std::size_t byte, documents::Encoding encoding);

  /// Everywhere; the file that declares it first. Empty where nothing has a name.
  Task<std::vector<PlacesIn>> places(std::shared_ptr<const Analysis> analysis, std::size_t byte);

  /// What is renamed at a place, and where its name stands there.
  struct Renamable {
    workflow::Thing thing;
    workflow::Span span;
    std::shared_ptr<const Analysis> home; ///< the file that declares it
  };

  /// Whether the file at a path, one of the repository at `root`, calls the one at another.
  bool calls(const std::string& root, const std::string& path, const std::string& called);

  std::optional<Renamable> renamable(const std::shared_ptr<const Analysis>& analysis, std::size_t byte);

 private:
  std::optional<std::string> file_of(const Analysis& analysis, workflow::CalledKind kind,
                                     const std::string& path);
  std::optional<workflow::ForeignName> foreign_at(const Analysis& analysis, std::size_t byte);
  PlacesIn in_caller(const std::string& path, const Renamable& found);

  Neighbours& neighbours_;
  Workspace& workspace_;
};

} // namespace unify_ls::language
