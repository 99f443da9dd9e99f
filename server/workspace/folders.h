#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::workspace {

/// The absolute path of a file URI; nothing for another scheme, another host or a URI that is none.
std::optional<std::string> path_of_uri(std::string_view uri);

/// "file:///a/b%20c" for an absolute path.
std::string uri_of_path(std::string_view path);

/// A folder as somebody wrote it, an absolute path or a file URI, as an absolute path without a slash at its
/// end.
std::optional<std::string> folder_path(std::string_view written);

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

} // namespace unify_ls::workspace
