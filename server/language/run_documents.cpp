#include "server/language/run_documents.h"

#include "server/language/place.h"

#include <algorithm>

namespace unify_ls::language {
namespace {

namespace json = boost::json;

constexpr std::string_view presets_folder = "/.cloudbees/presets/";

workflow::Span place_of_lenses(const Analysis& analysis) {
  if (analysis.model() == nullptr) return {};
  const auto& top = analysis.model()->top;
  const auto found = std::ranges::find_if(
      top, [](const workflow::YamlEntry& entry) { return entry.key->value == "workflow"; });
  return found == top.end() ? workflow::Span{} : found->key->span;
}

} // namespace

std::vector<protocol::Command> run_document_commands(const Analysis& analysis) {
  std::vector<protocol::Command> commands;
  if (!analysis.run_head()) return commands;
  const auto add = [&](const char* title, const char* command, json::object arguments = {}) {
    arguments["document"] = analysis.uri();
    commands.push_back({title, command, json::array{std::move(arguments)}});
  };
  add("Run…", "unify.workflow.run");
  add("Show the request", "unify.workflow.run", {{"dryRun", true}});
  add("Copy as curl", "unify.workflow.curl");
  if (!analysis.path().contains(presets_folder)) add("Save as preset…", "unify.run.savePreset");
  return commands;
}

std::vector<protocol::CodeLens> run_document_lenses(const Analysis& analysis, documents::Encoding encoding) {
  std::vector<protocol::CodeLens> lenses;
  const protocol::Range range = to_wire(analysis.source(), place_of_lenses(analysis), encoding);
  for (protocol::Command& command : run_document_commands(analysis))
    lenses.push_back({.range = range, .command = std::move(command)});
  return lenses;
}

} // namespace unify_ls::language
