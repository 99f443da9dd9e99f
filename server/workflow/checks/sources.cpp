#include "server/workflow/checks/sources.h"

namespace unify_ls::workflow {

std::string RememberedSources::key(CalledKind kind, std::string_view repository, std::string_view path) {
  std::string text(1, static_cast<char>('0' + static_cast<int>(kind)));
  text += repository;
  text += '\n';
  text += path;
  return text;
}

template <class Ask> Called RememberedSources::remember(const std::string& key, Ask ask) const {
  const auto known = called_.find(key);
  if (known != called_.end()) return known->second;
  if (called_.size() == max_called_files) return {};
  return called_.emplace(key, ask()).first->second;
}

Called RememberedSources::local(CalledKind kind, std::string_view path) const {
  return remember(key(kind, {}, path), [&] { return sources_.local(kind, path); });
}

Called RememberedSources::elsewhere(CalledKind kind, std::string_view repository,
                                    std::string_view path) const {
  return remember(key(kind, repository, path), [&] { return sources_.elsewhere(kind, repository, path); });
}

std::vector<std::string> RememberedSources::local_paths(CalledKind kind) const {
  const auto known = paths_.find(kind);
  if (known != paths_.end()) return known->second;
  return paths_.emplace(kind, sources_.local_paths(kind)).first->second;
}

} // namespace unify_ls::workflow
