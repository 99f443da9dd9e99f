#include "server/cli/check_report.h"

#include <boost/json.hpp>
#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::cli;

namespace {

protocol::Diagnostic found(int severity, std::string code, std::string message) {
  return {.range = {{2, 4}, {2, 9}},
          .severity = severity,
          .code = std::move(code),
          .message = std::move(message)};
}

const std::vector<CheckedFile> files{
    {"a b/x.yaml", {found(1, "cron", "minute is 0 to 59"), found(2, "pattern", "\x1b[2Jnever")}},
    {"y.yaml", {}},
};

} // namespace

TEST_CASE("findings are lines as compilers write them, and cannot steer a terminal") {
  CHECK(findings_text(files, Style()) == "a b/x.yaml:3:5: error: minute is 0 to 59 [cron]\n"
                                         "a b/x.yaml:3:5: warning: [2Jnever [pattern]\n");
  CHECK(findings_summary(files) == "1 error, 1 warning in 2 files");
  CHECK(findings_summary({{"y.yaml", {}}}) == "nothing found in 1 file");
}

TEST_CASE("only errors fail") {
  CHECK(has_errors(files));
  CHECK_FALSE(has_errors({{"x.yaml", {found(2, "pattern", ""), found(3, "key-unknown", "")}}}));
}

TEST_CASE("JSON has each file with what LSP has of it") {
  const auto json = findings_json(files);
  CHECK(json.at("files").as_array().size() == 2);
  CHECK(json.at("files").at(0).at("path") == "a b/x.yaml");
  CHECK(json.at("files").at(0).at("diagnostics").at(0).at("code") == "cron");
  CHECK(json.at("files").at(1).at("diagnostics").as_array().empty());
}

TEST_CASE("SARIF has one result a finding, with places from 1 on") {
  const auto sarif = findings_sarif(files, "1.2");
  CHECK(sarif.at("version") == "2.1.0");
  const auto& run = sarif.at("runs").at(0);
  CHECK(run.at("tool").at("driver").at("rules").as_array().size() == 2);
  const auto& result = run.at("results").at(0);
  CHECK(result.at("ruleId") == "cron");
  CHECK(result.at("level") == "error");
  const auto& place = result.at("locations").at(0).at("physicalLocation");
  CHECK(place.at("artifactLocation").at("uri") == "a%20b/x.yaml");
  CHECK(place.at("region").at("startLine") == 3);
  CHECK(place.at("region").at("endColumn") == 10);
}
