#pragma once

#include <string>

namespace unify_ls::state {

/// A component as it is remembered. What is not known is empty.
struct ComponentRecord {
  std::string organization_id;
  std::string component_id;
  std::string name;
  std::string repository_url;
  std::string organization_name{};
  /// Somebody looked it up; else a person named it, and nobody could.
  bool verified = true;

  bool operator==(const ComponentRecord&) const = default;
};

} // namespace unify_ls::state
