#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::commands {

/// The folders that the editor has open, in its order, as absolute paths.
class Folders {
 public:
  void add(std::string_view uri);
  void remove(std::string_view uri);

  const std::vector<std::string>& all() const { return paths_; }

  /// The folder that a file lies in: the innermost.
  std::optional<std::string> containing(std::string_view path) const;

 private:
  std::vector<std::string> paths_;
};

} // namespace unify_ls::commands
