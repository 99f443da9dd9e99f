#include "server/commands/doctor_text.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::commands;

TEST_CASE("the doctor's report begins with what there is to do") {
  const protocol::DoctorReport report{
      .checks = {{.name = "git", .state = "ok", .detail = "2.39"},
                 {.name = "token", .state = "fail", .detail = "None is stored.", .remedy = "Run `a b`"},
                 {.name = "component", .state = "warn", .detail = "Skipped: fix `token` first."}}};
  CHECK(doctor_text(report) == "# Doctor\n\n**2 of 3 checks have something to do.**\n"
                               "\n* ✗ **token**: None is stored.\n\n  → Run `a b`\n"
                               "\n* ⚠ **component**: Skipped: fix `token` first.\n"
                               "\n| Passed | |\n| --- | --- |\n| git | 2.39 |\n");
}

TEST_CASE("where all is well it says so") {
  CHECK(doctor_text({.checks = {{.name = "git", .state = "ok", .detail = "2.39"}}}) ==
        "# Doctor\n\n**All 1 checks passed.**\n\n| Passed | |\n| --- | --- |\n| git | 2.39 |\n");
}
