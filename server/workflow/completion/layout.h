#pragma once

#include "server/workflow/source_tree.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace unify_ls::workflow {

/// How a file is laid out, so that what is added looks like the rest. It never has tabs.
struct Layout {
  std::size_t step = 2;      ///< how much deeper a mapping stands than its key
  std::size_t dash_step = 2; ///< how much deeper the dashes of a list stand than its key
  std::string_view line_end = "\n";

  std::string new_line(std::size_t column) const { return std::string(line_end) + std::string(column, ' '); }
};

/// What most of a file does: the first mapping and the first list in it say.
Layout layout_of(const SourceTree& source);

} // namespace unify_ls::workflow
