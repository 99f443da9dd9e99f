#include "protocol/lsp.h"

namespace unify_ls::protocol {
namespace {

/// The value at a path such as {"window", "workDoneProgress"}; null where something on the way is missing.
const json::value* at(const json::object& object, std::initializer_list<std::string_view> path) {
  const json::object* here = &object;
  const json::value* found = nullptr;
  for (const std::string_view name : path) {
    if (here == nullptr) return nullptr;
    found = here->if_contains(name);
    if (found == nullptr) return nullptr;
    here = found->if_object();
  }
  return found;
}

bool says_yes(const json::value* value) { return value != nullptr && value->is_bool() && value->get_bool(); }

std::vector<std::string> strings_of(const json::value* value) {
  std::vector<std::string> strings;
  if (value == nullptr || !value->is_array()) return strings;
  for (const json::value& element : value->get_array())
    if (element.is_string()) strings.emplace_back(element.get_string());
  return strings;
}

/// A capability that is an object, or a list, rather than "true".
bool is_there(const json::value* value) { return value != nullptr && !value->is_null(); }

void read_text_abilities(const json::object& capabilities, ClientAbilities& can) {
  can.pull_diagnostics = is_there(at(capabilities, {"textDocument", "diagnostic"}));
  can.refresh_diagnostics = says_yes(at(capabilities, {"workspace", "diagnostics", "refreshSupport"}));
  // What a client says of one way to get diagnostics is meant for both: few repeat it for the newer one.
  for (const std::string_view way : {"publishDiagnostics", "diagnostic"}) {
    can.related_information |= says_yes(at(capabilities, {"textDocument", way, "relatedInformation"}));
    can.code_descriptions |= says_yes(at(capabilities, {"textDocument", way, "codeDescriptionSupport"}));
    can.diagnostic_tags |= is_there(at(capabilities, {"textDocument", way, "tagSupport"}));
  }
  can.code_action_literals =
      is_there(at(capabilities, {"textDocument", "codeAction", "codeActionLiteralSupport"}));
  can.document_changes = says_yes(at(capabilities, {"workspace", "workspaceEdit", "documentChanges"}));
  can.symbol_hierarchy =
      says_yes(at(capabilities, {"textDocument", "documentSymbol", "hierarchicalDocumentSymbolSupport"}));
  can.register_watched_files =
      says_yes(at(capabilities, {"workspace", "didChangeWatchedFiles", "dynamicRegistration"}));
}

} // namespace

ClientAbilities abilities_of(const json::object& capabilities) {
  ClientAbilities can;
  can.work_done_progress = says_yes(at(capabilities, {"window", "workDoneProgress"}));
  can.show_document = says_yes(at(capabilities, {"window", "showDocument", "support"}));
  can.show_message_request = at(capabilities, {"window", "showMessage"}) != nullptr;
  can.configuration = says_yes(at(capabilities, {"workspace", "configuration"}));
  can.register_configuration_changes =
      says_yes(at(capabilities, {"workspace", "didChangeConfiguration", "dynamicRegistration"}));
  for (const std::string& encoding : strings_of(at(capabilities, {"general", "positionEncodings"})))
    can.utf8_positions |= encoding == "utf-8";

  const json::value* forms = at(capabilities, {"experimental", "interactiveResolve"});
  if (forms == nullptr) forms = at(capabilities, {"workspace", "interactiveResolve"});
  if (forms != nullptr && forms->is_object()) {
    can.forms = true;
    can.form_kinds = strings_of(forms->get_object().if_contains("inputTypes"));
  }
  if (const json::value* number = at(capabilities, {"experimental", "unify", "protocol"});
      number != nullptr && number->is_int64())
    can.unify_protocol = static_cast<int>(number->get_int64());
  can.run_events = says_yes(at(capabilities, {"experimental", "unify", "runEvents"}));
  can.preselects = says_yes(at(capabilities, {"experimental", "unify", "preselects"}));
  can.gists = says_yes(at(capabilities, {"experimental", "unify", "gists"}));
  read_text_abilities(capabilities, can);
  return can;
}

} // namespace unify_ls::protocol
