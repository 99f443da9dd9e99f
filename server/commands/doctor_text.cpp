#include "server/commands/doctor_text.h"

#include "server/commands/markdown.h"

#include <fmt/format.h>

namespace unify_ls::commands {

using markdown::prose;

std::string doctor_text(const protocol::DoctorReport& report) {
  std::string troubles;
  std::size_t count = 0;
  markdown::Table passed;
  for (const protocol::DoctorCheck& check : report.checks) {
    if (check.state == "ok") {
      passed.row(prose(check.name), prose(check.detail));
      continue;
    }
    ++count;
    troubles += fmt::format("\n* {} **{}**: {}\n", check.state == "fail" ? "✗" : "⚠", prose(check.name),
                            prose(check.detail));
    if (check.remedy) troubles += fmt::format("\n  → {}\n", prose(*check.remedy));
  }
  const std::size_t all = report.checks.size();
  const std::string verdict = count == 0 ? fmt::format("All {} checks passed.", all)
                                         : fmt::format("{} of {} checks {} something to do.", count, all,
                                                       count == 1 ? "has" : "have");
  return fmt::format("# Doctor\n\n**{}**\n{}{}", verdict, troubles, passed.text("Passed"));
}

} // namespace unify_ls::commands
