#include "server/runs/audience.h"

#include "server/base/text.h"

#include <fmt/format.h>

namespace unify_ls::runs {

std::string end_sentence(const Followed& followed) {
  const state::JournalRun& run = followed.run;
  const std::string what = fmt::format("{} on {}", run.file, run.branch);
  const std::string where = run.run_url.empty() ? "" : " " + run.run_url;
  if (followed.end == FollowEnd::run_ended)
    return printable(
        fmt::format("{}: {}{}{}", run.status, what, run.reason.empty() ? "." : ": " + run.reason, where));
  return printable(fmt::format("The run of {} cannot be followed here: {}{}", what,
                               followed.error ? followed.error->message : "it took too long.", where));
}

} // namespace unify_ls::runs
