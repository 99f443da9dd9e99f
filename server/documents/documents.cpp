#include "server/documents/documents.h"

#include "protocol/utf8.h"
#include "server/base/file_uri.h"

#include <algorithm>
#include <utility>

namespace unify_ls::documents {
namespace {

void keep(Document& document, std::string text) {
  document.too_large = text.size() > max_document_bytes;
  document.text = document.too_large ? std::string() : std::move(text);
}

} // namespace

void Documents::open(std::string uri, std::int64_t version, std::string text) {
  if (documents_.size() >= max_open_documents && !documents_.contains(uri)) return;
  Document document{.uri = uri, .version = version, .revision = ++revisions_};
  keep(document, protocol::is_utf8(text) ? std::move(text) : protocol::repaired_utf8(text));
  if (auto path = path_of_uri(uri)) paths_.emplace(*std::move(path), uri);
  documents_.insert_or_assign(std::move(uri), std::move(document));
}

const Document* Documents::change(std::string_view uri, std::int64_t version,
                                  const std::vector<Edit>& edits) {
  const auto found = documents_.find(uri);
  if (found == documents_.end()) return nullptr;
  found->second.version = version;
  found->second.revision = ++revisions_;
  for (const Edit& edit : edits) apply(found->second, edit);
  return &found->second;
}

void Documents::apply(Document& document, const Edit& edit) const {
  const std::string text = protocol::repaired_utf8(edit.text);
  if (!edit.range) {
    keep(document, text);
    document.last_changed_line.reset();
    return;
  }
  if (document.too_large) return; // until it is opened again or replaced
  const std::size_t begin = offset_of(document.text, edit.range->start, encoding_);
  const std::size_t end = std::max(begin, offset_of(document.text, edit.range->end, encoding_));
  document.text.replace(begin, end - begin, text);
  if (document.text.size() > max_document_bytes) keep(document, std::exchange(document.text, {}));
  const auto lines = static_cast<unsigned>(std::ranges::count(text, '\n'));
  document.last_changed_line = edit.range->start.line + lines;
}

void Documents::close(std::string_view uri) {
  const auto found = documents_.find(uri);
  if (found == documents_.end()) return;
  if (const auto path = path_of_uri(uri)) paths_.erase({*path, found->first});
  documents_.erase(found);
}

const Document* Documents::find(std::string_view uri) const {
  const auto found = documents_.find(uri);
  return found == documents_.end() ? nullptr : &found->second;
}

const Document* Documents::find_file(const std::string& path) const {
  const auto found = paths_.lower_bound({path, std::string()});
  return found == paths_.end() || found->first != path ? nullptr : find(found->second);
}

} // namespace unify_ls::documents
