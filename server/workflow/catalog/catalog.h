#pragma once

#include "server/workflow/checks/callable.h"

#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::workflow {

/// A published action or custom job at one of its major versions.
struct Published {
  Callable callable;
  std::string newer{}; ///< the version that replaces it, where it is deprecated
};

/// What is published as `name` (`owner/repository`, or `owner/repository/path`) with a ref that is a major
/// version that we know (`v2`) or one of that major (`v2.0.1`); null for all else, for it may be anything.
const Published* find_published(std::string_view name, std::string_view ref);

/// The newest major version that we know of; empty where we know none.
std::string_view newest_version(std::string_view name);

/// The name of everything that is published, each once.
std::vector<std::string> published_names();

/// The month for which the catalog was made, such as `2026-07`.
std::string_view catalog_date();

} // namespace unify_ls::workflow
