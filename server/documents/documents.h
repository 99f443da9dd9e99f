#pragma once

#include "server/documents/positions.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace unify_ls::documents {

/// Texts kept at one time. Of what is opened beyond, nothing is kept, and so nothing is said.
inline constexpr std::size_t max_open_documents = 1000;
/// A longer text is not kept, although its opening is: it is empty and `too_large`.
inline constexpr std::size_t max_document_bytes = std::size_t{4} * 1024 * 1024;

/// A text that an editor has open, as it stands there and not on the disk.
struct Document {
  std::string uri;
  std::int64_t version = 0;   ///< as the editor counts, which may begin again or stand still
  std::uint64_t revision = 0; ///< another one for each opening and change, of any text
  std::string text;
  bool too_large = false;
  /// The line that was changed last; none since the text was opened or replaced as a whole.
  std::optional<unsigned> last_changed_line{};
};

/// One edit: the text that replaces a range, or the whole text.
struct Edit {
  std::optional<protocol::Range> range;
  std::string text;
};

/// The texts that the editor has open, by the URI that it gave them. What is no valid UTF-8 is repaired.
class Documents {
 public:
  /// What columns count, from now on.
  void set_encoding(Encoding encoding) { encoding_ = encoding; }

  Encoding encoding() const { return encoding_; }

  /// A text that is open already is replaced.
  void open(std::string uri, std::int64_t version, std::string text);

  /// Applies edits one after the other, each to what the one before left. Null for a text that is not open.
  const Document* change(std::string_view uri, std::int64_t version, const std::vector<Edit>& edits);

  void close(std::string_view uri);

  const Document* find(std::string_view uri) const;

  /// The open text of a file, by its path: an editor may spell the URI in its own way.
  const Document* find_file(const std::string& path) const;

  const std::map<std::string, Document, std::less<>>& all() const { return documents_; }

 private:
  void apply(Document& document, const Edit& edit) const;

  Encoding encoding_ = Encoding::utf16;
  std::uint64_t revisions_ = 0;
  std::map<std::string, Document, std::less<>> documents_;
  std::set<std::pair<std::string, std::string>> paths_; ///< of those that are files, with the URI of each
};

} // namespace unify_ls::documents
