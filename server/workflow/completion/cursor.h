#pragma once

#include "server/workflow/model/model.h"
#include "server/workflow/schema/place.h"
#include "server/workflow/source_tree.h"

#include <optional>
#include <string_view>

namespace unify_ls::workflow {

/// A text as if one word stood at the cursor, in place of the word that does, and the place of that word.
class Cursor {
 public:
  Cursor(std::string_view text, FileKind kind, std::size_t byte);

  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;

  /// The word in the text itself; it may be empty.
  Span word() const { return word_; }

  const SourceTree& source() const { return *source_; }

  const Model& model() const { return model_; }

  const SchemaPlace& place() const { return place_; }

  /// Whether the word is read at all; one in a comment is not.
  bool is_read() const { return is_read_; }

  /// Whether nothing but blanks and dashes precedes the word on its line.
  bool begins_line() const { return begins_line_; }

  /// Whether the line has more than the word: a colon, a value.
  bool line_goes_on() const { return line_goes_on_; }

  /// Whether a blank is missing before the word, as directly behind a colon.
  bool lacks_blank() const { return lacks_blank_; }

  /// Whether a value or key is the word and nothing else.
  bool is_whole(const YamlNode& scalar) const;

  /// Whether the word stands in brackets or braces.
  bool is_in_flow() const;

  /// Whether something could stand at the word's place: not directly behind a quote or bracket that closes,
  /// and not where an anchor, an alias or a tag is.
  bool may_begin() const;

  /// The mapping's entry for the word, where the word stands as a key.
  const YamlEntry* own_entry() const { return place_.in_key ? place_.last()->entry : nullptr; }

  /// The key, value or item that the word stands in; null where it stands in none.
  const YamlNode* scalar() const { return place_.in_key ? place_.last()->entry->key : place_.scalar; }

  /// Where the word stands in the patched text.
  std::size_t at() const { return at_; }

  std::size_t column() const;

 private:
  void find_word(std::string_view text, std::size_t byte);
  void read(std::string_view text, FileKind kind);

  std::string_view text_;
  Span word_;
  std::size_t at_ = 0;
  bool begins_line_ = false;
  bool line_goes_on_ = false;
  bool lacks_blank_ = false;
  bool is_read_ = false;
  std::optional<SourceTree> source_;
  Model model_;
  SchemaPlace place_;
};

} // namespace unify_ls::workflow
