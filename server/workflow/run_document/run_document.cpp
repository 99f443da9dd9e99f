#include "server/workflow/run_document/run_document.h"

#include "server/workflow/checks/check.h"
#include "server/workflow/scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace unify_ls::workflow {
namespace {

std::string text_at(const Model& model, std::string_view key) {
  const YamlNode* value = find_value(model.top, key);
  return value == nullptr ? std::string() : text_of(*value).value_or("");
}

} // namespace

bool is_run_document_name(std::string_view name) {
  const std::string_view own = name.substr(name.rfind('/') + 1);
  return own.ends_with(run_document_suffix) && own.size() > run_document_suffix.size();
}

RunHead run_head(const Model& model) {
  return {.folder = text_at(model, "folder"),
          .workflow = text_at(model, "workflow"),
          .branch = text_at(model, "branch")};
}

std::vector<RunInputPlace> run_inputs(const Model& model) {
  std::vector<RunInputPlace> places;
  const YamlNode* inputs = find_value(model.top, "inputs");
  if (inputs == nullptr) return places;
  std::unordered_set<std::string_view> names;
  for (const YamlEntry& entry : merged_entries(*inputs)) {
    const YamlNode& name = resolved(*entry.key);
    const YamlNode& value = resolved(*entry.value);
    if (!name.is_scalar() || !value.is_scalar() || !names.insert(name.value).second) continue;
    const bool nothing = is_null(value);
    places.push_back({.name = entry.key,
                      .value = entry.value,
                      .given = nothing ? GivenValue(std::monostate()) : GivenValue(value.value)});
  }
  return places;
}

std::expected<RunDocument, std::string> read_run_document(const SourceTree& source) {
  const Model model = read_model(source, FileKind::run_document);
  for (const Finding& finding : check(model, NoSources()))
    if (finding.severity != Severity::hint)
      return std::unexpected(
          fmt::format("Line {}: {}", source.position(finding.span.begin).line + 1, finding.message));
  RunDocument document{.head = run_head(model), .inputs = {}};
  for (RunInputPlace& place : run_inputs(model))
    document.inputs.emplace_back(resolved(*place.name).value, std::move(place.given));
  return document;
}

} // namespace unify_ls::workflow
