#include "protocol/lsp.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace unify_ls::protocol;

namespace {

ClientAbilities abilities(std::string_view capabilities) {
  const auto value = parse_json(capabilities);
  REQUIRE(value);
  return abilities_of(value->as_object());
}

/// The names of all that a client can do, for comparing.
std::string named(const ClientAbilities& can) {
  std::string names;
  const auto add = [&](bool yes, std::string_view name) { names += yes ? std::string(name) + " " : ""; };
  add(can.work_done_progress, "progress");
  add(can.show_document, "document");
  add(can.show_message_request, "request");
  add(can.configuration, "configuration");
  add(can.register_configuration_changes, "register");
  add(can.utf8_positions, "utf8");
  add(can.forms, "forms");
  for (const std::string& kind : can.form_kinds) names += kind + " ";
  if (can.unify_protocol) names += "protocol" + std::to_string(*can.unify_protocol) + " ";
  add(can.run_events, "events");
  add(can.preselects, "preselects");
  return names;
}

} // namespace

TEST_CASE("capabilities are read as abilities, and what is absent or odd as none") {
  struct Row {
    std::string_view capabilities;
    std::string_view can;
  };

  const std::vector<Row> rows{
      {"{}", ""},
      {R"({"window": {"workDoneProgress": true}})", "progress "},
      {R"({"window": {"workDoneProgress": "yes"}})", ""},
      {R"({"window": {"showDocument": {"support": true}}})", "document "},
      {R"({"window": {"showDocument": {}}})", ""},
      {R"({"window": {"showMessage": {}}})", "request "},
      {R"({"workspace": {"configuration": true}})", "configuration "},
      {R"({"workspace": {"didChangeConfiguration": {"dynamicRegistration": true}}})", "register "},
      {R"({"general": {"positionEncodings": ["utf-16", "utf-8"]}})", "utf8 "},
      {R"({"general": {"positionEncodings": ["utf-16"]}})", ""},
      {R"({"experimental": {"interactiveResolve": {"inputTypes": ["string", "enum", 5]}}})",
       "forms string enum "},
      {R"({"workspace": {"interactiveResolve": {"inputTypes": ["string"]}}})", "forms string "},
      {R"({"experimental": {"interactiveResolve": {}}})", "forms "},
      {R"({"experimental": {"interactiveResolve": true}})", ""},
      {R"({"experimental": {"unify": {"protocol": 7, "runEvents": true}}})", "protocol7 events "},
      {R"({"experimental": {"unify": {"preselects": true}}})", "preselects "},
      {R"({"experimental": {"unify": {"preselects": 1}}})", ""},
      {R"({"experimental": {"unify": {"protocol": "7"}}})", ""},
      {R"({"window": null, "workspace": [], "experimental": 5})", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.capabilities);
    CHECK(named(abilities(row.capabilities)) == row.can);
  }
}
