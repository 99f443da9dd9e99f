#include "server/workflow/completion/cursor.h"

#include "server/workflow/checks/edits.h"
#include "server/workflow/outline_lines.h"

#include <algorithm>

namespace unify_ls::workflow {
namespace {

/// A word that nobody writes.
constexpr std::string_view stand_in = "the_word_at_the_cursor";

/// What separates words, beside blanks and line ends.
constexpr std::string_view marks = ",[]{}'\"";

bool separates(std::string_view text, std::size_t at) {
  if (outline::is_gap(text, at) || marks.contains(text[at])) return true;
  return text[at] == ':' && outline::is_gap(text, at + 1);
}

} // namespace

Cursor::Cursor(std::string_view text, FileKind kind, std::size_t byte) : text_(text) {
  find_word(text, byte);
  read(text, kind);
}

void Cursor::find_word(std::string_view text, std::size_t byte) {
  std::size_t first = outline::skip_blanks(text, line_start(text, byte));
  while (outline::is_dash(text, first) && first < byte) first = outline::skip_blanks(text, first + 1);
  first = std::min(first, byte);
  word_ = {.begin = byte, .end = byte};
  while (word_.begin > first && !separates(text, word_.begin - 1)) --word_.begin;
  while (!separates(text, word_.end)) ++word_.end;
  const bool after_mark = word_.begin > 0 && (text[word_.begin - 1] == ':' || text[word_.begin - 1] == '-');
  lacks_blank_ = after_mark && outline::is_gap(text, word_.begin);
  begins_line_ = word_.begin == first;
  line_goes_on_ = !outline::only_comment_follows(text, word_.end);
}

void Cursor::read(std::string_view text, FileKind kind) {
  std::string patched(text.substr(0, word_.begin));
  if (lacks_blank_) patched += ' ';
  at_ = patched.size();
  patched += stand_in;
  if (begins_line_ && text.substr(word_.end, 1) != ":") patched += ':';
  patched += text.substr(word_.end);
  source_.emplace(std::move(patched));
  model_ = read_model(*source_, kind);
  place_ = find_place(source_->root(), object_of_file(kind), at_);
  if (place_.in_key) is_read_ = place_.last()->entry->key->value.contains(stand_in);
  if (place_.scalar != nullptr) is_read_ = place_.scalar->value.contains(stand_in);
}

bool Cursor::is_whole(const YamlNode& scalar) const {
  if (scalar.complete) return scalar.value == stand_in;
  // A quote that nothing closes holds more than its author means it to.
  return at_ <= scalar.span.begin + 1 && scalar.value.find_first_of(" \n") == std::string::npos;
}

bool Cursor::is_in_flow() const {
  const SchemaFrame* frame = place_.last();
  return (frame != nullptr && frame->mapping->flow) || (place_.list != nullptr && place_.list->flow);
}

bool Cursor::may_begin() const {
  const YamlNode* around = scalar();
  const bool quoted = around != nullptr && around->is_quoted();
  if (!quoted && word_.size() > 0 && std::string_view("&*!").contains(text_[word_.begin])) return false;
  if (begins_line_ || lacks_blank_ || outline::is_gap(text_, word_.begin - 1)) return true;
  if (std::string_view("[{,").contains(text_[word_.begin - 1])) return true;
  return quoted && at_ == around->span.begin + 1;
}

std::size_t Cursor::column() const { return column_of(source_->text(), at_); }

} // namespace unify_ls::workflow
