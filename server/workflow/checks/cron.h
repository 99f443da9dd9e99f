#pragma once

#include "server/workflow/position.h"

#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::workflow {

/// What is wrong with the five fields of a schedule.
struct CronFault {
  Span span; ///< in the text
  std::string message;
  bool certain = true; ///< false where another reader might take it
};

std::optional<CronFault> find_cron_fault(std::string_view text);

} // namespace unify_ls::workflow
