#pragma once

#include "server/workflow/model/model.h"

#include <set>
#include <string>

namespace unify_ls::workflow {

/// What files of a repository name that is kept elsewhere: nobody can list it, but it can be offered again.
struct Usage {
  using Names = std::set<std::string, std::less<>>;

  Names actions{};     ///< `uses` of steps in other repositories
  Names images{};      ///< likewise of containers, `docker://` included
  Names workflows{};   ///< `uses` of jobs in other repositories
  Names custom_jobs{}; ///< `delegates` likewise
  Names environments{};
  Names labels{};   ///< of runners
  Names branches{}; ///< patterns of triggers
  Names secrets{};
  Names vars{};

  void add(const Usage& more);
};

Usage usage_of(const Model& model);

} // namespace unify_ls::workflow
