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

Cursor::Cursor(std::string_view text, FileKind kind, std::size_t byte) {
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

std::size_t Cursor::column() const { return column_of(source_->text(), at_); }

} // namespace unify_ls::workflow
