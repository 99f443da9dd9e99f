#include "server/workflow/wording.h"

#include "server/base/text.h"
#include "server/workflow/near.h"
#include "server/workflow/yaml_tree.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::workflow {

std::string quoted(std::string_view text) {
  // Only the beginning of a text is shown, so that only this much of a huge one is looked at.
  constexpr std::size_t looked_at = 64 * max_quoted_length;
  return '"' + shortened(printable(text.substr(0, looked_at)), max_quoted_length) + '"';
}

std::string quoted_list(std::span<const std::string> names) {
  const std::size_t shown = std::min(names.size(), max_listed_names);
  std::string out;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) out += ", ";
    out += quoted(names[i]);
  }
  if (shown < names.size()) out += fmt::format(" and {} more", names.size() - shown);
  return out;
}

std::string did_you_mean(std::string_view near) {
  return near.empty() ? std::string() : fmt::format(" Did you mean {}?", quoted(near));
}

std::string did_you_mean(std::string_view wanted, std::span<const std::string> known) {
  const auto near = near_names(wanted, known, 1);
  return near.empty() ? std::string() : did_you_mean(near.front());
}

std::string too_many_values() {
  return fmt::format("The file holds more than {} values and is not read.", max_yaml_nodes);
}

} // namespace unify_ls::workflow
