#pragma once

#include "server/documents/documents.h"
#include "server/workflow/checks/check.h"
#include "server/workflow/model/model.h"
#include "server/workflow/run_document/run_document.h"
#include "server/workflow/source_tree.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::language {

/// Larger texts are not looked into; the largest real file has 42 kB.
inline constexpr std::size_t max_checked_bytes = std::size_t{128} * 1024;

/// One version of one text, read once and asked by every feature. It never changes.
class Analysis {
 public:
  /// `path` is absolute; empty for a text that is no file. `cut` says that the text was too large to be kept.
  Analysis(std::string uri, std::int64_t version, std::string text, std::string path, bool cut = false);

  Analysis(const Analysis&) = delete;
  Analysis& operator=(const Analysis&) = delete;

  const std::string& uri() const { return uri_; }

  std::int64_t version() const { return version_; }

  const std::string& path() const { return path_; }

  /// Of the repository; empty without a path.
  const std::string& root() const { return root_; }

  /// Whether the file is one of Unify. Of all others nothing is said.
  bool is_ours() const { return kind_ != workflow::FileKind::other; }

  workflow::FileKind kind() const { return kind_; }

  /// Empty for a text that is too large.
  const workflow::SourceTree& source() const { return source_; }

  /// Null unless the file is ours and not too large. Made when it is first asked for: reading a long text and
  /// finding the names in it can so be two turns of the loop.
  const workflow::Model* model() const;

  /// Where a run document leads; nothing for any other file, and for one that is too large.
  const std::optional<workflow::RunHead>& run_head() const { return run_head_; }

  /// What the rules say, without what a comment in the file silences.
  std::vector<workflow::Finding> findings(const workflow::Sources& sources) const;

 private:
  std::string uri_;
  std::int64_t version_;
  std::string path_;
  std::string root_;
  bool too_large_;
  workflow::SourceTree source_;
  workflow::FileKind kind_;
  mutable std::optional<workflow::Model> model_;
  std::optional<workflow::RunHead> run_head_;
};

} // namespace unify_ls::language
