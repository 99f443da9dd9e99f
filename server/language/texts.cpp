#include "server/language/texts.h"

#include "server/base/file_uri.h"

namespace unify_ls::language {

std::shared_ptr<const Analysis> Texts::read(std::string_view uri) {
  const documents::Document* document = documents_.find(uri);
  if (document == nullptr) return nullptr;
  Kept& kept = read_[document->uri];
  if (kept.revision != document->revision)
    kept = {.revision = document->revision,
            .analysis = std::make_shared<const Analysis>(document->uri, document->version, document->text,
                                                         path_of_uri(document->uri).value_or(std::string()),
                                                         document->too_large)};
  return kept.analysis->is_ours() ? kept.analysis : nullptr;
}

WorkspaceSources Texts::sources(const Analysis& analysis) {
  return {workspace_, analysis.root(), runnables_.known(analysis)};
}

std::vector<workflow::Finding> Texts::findings(const Analysis& analysis) {
  return findings_of(analysis, sources(analysis), ignored_[analysis.root()]);
}

void Texts::forget(std::string_view uri) {
  if (const auto found = read_.find(uri); found != read_.end()) read_.erase(found);
  runnables_.forget(uri);
}

bool Texts::set_ignored(const std::string& root, IgnoredCodes codes) {
  IgnoredCodes& known = ignored_[root];
  if (known == codes) return false;
  known = std::move(codes);
  return true;
}

} // namespace unify_ls::language
