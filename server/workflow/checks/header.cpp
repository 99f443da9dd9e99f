#include "server/workflow/checks/edits.h"
#include "server/workflow/checks/rules.h"
#include "server/workflow/run_document/run_document.h"
#include "server/workflow/scalar.h"
#include "server/workflow/schema/objects.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace unify_ls::workflow {

namespace {

constexpr std::string_view workflow_folder = ".cloudbees/workflows/";
constexpr std::size_t looked_at = 1024;

bool is_below(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) || path.contains("/" + std::string(folder));
}

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

FileKind kind_of_place(std::string_view path) {
  if (is_below(path, workflow_folder)) return FileKind::workflow;
  const std::string_view name = base_name(path);
  return name == "action.yml" || name == "action.yaml" ? FileKind::action : FileKind::other;
}

std::string_view kind_name(FileKind kind) {
  if (kind == FileKind::action) return "action";
  return kind == FileKind::custom_job ? "CustomJob" : "workflow";
}

/// The file's `kind`, as far as it is one that we know or a draft of one.
FileKind kind_of_text(std::string_view text) {
  if (schema::is_workflow_kind(text)) return FileKind::workflow;
  if (text == "action") return FileKind::action;
  return text == "CustomJob" || text == "custom-job" ? FileKind::custom_job : FileKind::other;
}

void check_value(Rules& rules, const YamlNode& value, std::string_view key, std::string_view wanted) {
  Finding& finding =
      rules.add(Code::header_value, Severity::error, value, fmt::format("`{}` must be `{}`.", key, wanted));
  if (value.is_scalar() && !value.is_block())
    finding.fixes.push_back(
        replace(fmt::format("Write `{}`", wanted), bare_span(value), std::string(wanted)));
}

/// One finding for what is missing of the header, at the first key or the beginning of the text.
void check_missing(Rules& rules, bool version, bool kind) {
  const Model& model = rules.model;
  // A file in which nothing stands yet is about to be written.
  if ((version && kind) || model.source->root() == nullptr) return;
  std::string lines;
  if (!version) lines += fmt::format("apiVersion: {}\n", schema::api_version);
  if (!kind) lines += fmt::format("kind: {}\n", kind_name(model.kind));
  const std::string_view what = version ? "`kind` is missing at the top of the file."
                                : kind  ? "`apiVersion` is missing at the top of the file."
                                        : "`apiVersion` and `kind` are missing at the top of the file.";
  const bool has_keys = model.root != nullptr && !model.root->entries.empty();
  const YamlEntry* first = has_keys ? model.root->entries.data() : nullptr;
  const Span at = first == nullptr ? Span{} : first->key->span;
  Finding& finding = rules.add(Code::header_missing, Severity::error, at, std::string(what));
  if (first != nullptr && !model.root->flow && begins_line(rules.text, at.begin)) {
    const std::size_t start = line_start(rules.text, at.begin);
    finding.fixes.push_back(
        {.title = "Insert the header", .edits = {{.span = {start, start}, .text = lines}}});
  }
}

} // namespace

FileKind kind_of_file(const SourceTree& source, std::string_view path) {
  if (is_run_document_name(path)) return FileKind::run_document;
  const bool ours = source.text().substr(0, looked_at).contains(schema::api_version);
  if (!ours && !is_below(path, ".cloudbees/")) return FileKind::other;
  const YamlNode* kind = nullptr;
  if (source.root() != nullptr) kind = find_value(merged_entries(*source.root()), "kind");
  const FileKind said = kind == nullptr ? FileKind::other : kind_of_text(kind->value);
  if (said != FileKind::other) return said;
  return kind_of_place(path);
}

void check_header(Rules& rules) {
  const Model& model = rules.model;
  const YamlNode* version = find_value(model.top, "apiVersion");
  const YamlNode* kind = find_value(model.top, "kind");
  const YamlNode* root = model.source->root();
  const bool readable = model.root != nullptr || root == nullptr || is_null(resolved(*root));
  // A workflow that lacks a part of its header is known by its place alone.
  if (model.kind == FileKind::workflow && readable) check_missing(rules, version != nullptr, kind != nullptr);
  if (version != nullptr && version->value != schema::api_version && version->complete)
    check_value(rules, *version, "apiVersion", schema::api_version);
  if (kind == nullptr || !kind->complete) return;
  const bool known = model.kind == FileKind::workflow ? schema::is_workflow_kind(kind->value)
                                                      : kind->value == kind_name(model.kind);
  if (!known) check_value(rules, *kind, "kind", kind_name(model.kind));
}

} // namespace unify_ls::workflow
