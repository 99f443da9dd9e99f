#include "server/language/analysis.h"

#include "server/language/suppressions.h"
#include "server/language/workspace.h"

#include <fmt/format.h>

namespace unify_ls::language {
namespace {

/// Enough of a text to see whose it is.
constexpr std::size_t head_bytes = 1024;

/// A run document may be no file yet.
workflow::FileKind kind_of(const workflow::SourceTree& source, const std::string& uri,
                           const std::string& root, const std::string& path) {
  if (workflow::is_run_document_name(uri)) return workflow::FileKind::run_document;
  return workflow::kind_of_file(source, below(root, path).value_or(std::string()));
}

} // namespace

Analysis::Analysis(std::string uri, std::int64_t version, std::string text, std::string path, bool cut)
    : uri_(std::move(uri)),
      version_(version),
      path_(std::move(path)),
      root_(path_.empty() ? std::string() : root_of(path_)),
      too_large_(cut || text.size() > max_checked_bytes),
      source_(too_large_ ? text.substr(0, head_bytes) : std::move(text)),
      kind_(kind_of(source_, uri_, root_, path_)) {
  if (kind_ == workflow::FileKind::run_document && !too_large_) run_head_ = workflow::run_head(*model());
}

const workflow::Model* Analysis::model() const {
  if (!is_ours() || too_large_) return nullptr;
  if (!model_) model_ = workflow::read_model(source_, kind_);
  return &*model_;
}

std::vector<workflow::Finding> Analysis::findings(const workflow::Sources& sources) const {
  if (is_ours() && too_large_)
    return {{.code = workflow::Code::file_too_large,
             .severity = workflow::Severity::information,
             .span = {},
             .message = fmt::format("This file is larger than {} KiB and is not checked.",
                                    max_checked_bytes / 1024)}};
  if (model() == nullptr) return {};
  std::vector<workflow::Finding> findings = workflow::check(*model(), sources);
  const Suppressions suppressions(source_);
  std::erase_if(findings, [&](const workflow::Finding& finding) { return suppressions.silence(finding); });
  return findings;
}

} // namespace unify_ls::language
