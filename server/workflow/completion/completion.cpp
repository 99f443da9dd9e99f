#include "server/workflow/completion/completion.h"

#include "server/workflow/checks/edits.h"
#include "server/workflow/completion/judging.h"
#include "server/workflow/completion/offers.h"
#include "server/workflow/completion/quoting.h"
#include "server/workflow/expressions/lexer.h"
#include "server/workflow/outline_lines.h"

#include <algorithm>

namespace unify_ls::workflow {
namespace {

constexpr std::string_view opening = "${{";
constexpr std::string_view closing = "}}";

class Completer {
 public:
  Completer(std::string_view text, const Cursor& cursor, std::size_t byte, const Sources& sources,
            const Usage& used, bool in_text)
      : text_(text),
        cursor_(cursor),
        place_(cursor.place()),
        byte_(byte),
        asked_{.cursor = cursor, .sources = sources, .used = used, .layout = layout_of(cursor.source())},
        in_text_(in_text) {
    found_.word = cursor.word();
  }

  Completion complete() {
    if (!cursor_.is_read() || outline::is_dash(text_, cursor_.word().begin)) return found_;
    if (place_.in_key)
      complete_key();
    else
      complete_value();
    if (cursor_.lacks_blank())
      for (Offer& offer : found_.offers) offer.text.insert(0, " ");
    return std::move(found_);
  }

 private:
  // Keys

  void complete_key() {
    const SchemaFrame& own = *place_.last();
    const SchemaFrame* holder = place_.above();
    const bool alone = own.mapping->entries.size() == 1;
    if (is_going_on() || !cursor_.may_begin() || !cursor_.is_whole(*own.entry->key)) return;
    NewEntry where = new_entry();
    const bool in_list = holder != nullptr && holder->entry->value->is_sequence();
    const bool braces = own.mapping->flow && cursor_.source().text(own.mapping->span).starts_with('{');
    if (holder != nullptr && !in_list && holder->key != nullptr && wants_list(*holder->key)) {
      if (!braces) offer_first_item(*holder, where);
      return;
    }
    if (offer_item_beside(where)) return;
    if (own.object != nullptr) {
      if (place_.frames.size() == 1 && alone && !where.name_only && !own.mapping->flow)
        offer_files(cursor_.model().kind, asked_.layout, found_.offers);
      offer_keys(asked_, *own.object, own.mapping, where, found_.offers);
      offer_skeletons(asked_, *own.object, where, found_.offers);
    }
    if (!alone || holder == nullptr) return align(where);
    const bool as_item = !in_list && holder->key != nullptr && holder->key->shapes.has(Shape::list) &&
                         !own.mapping->flow && cursor_.begins_line();
    const std::size_t first = found_.offers.size();
    if (!where.name_only && !where.bare && !braces) offer_values(asked_, *holder, in_list, found_.offers);
    if (as_item)
      for (std::size_t i = first; i < found_.offers.size(); ++i) {
        found_.offers[i].text.insert(0, "- ");
        // A key of the same name may be offered too.
        if (found_.offers[i].detail.empty()) found_.offers[i].detail = "an item of a list";
      }
    align(where);
  }

  static bool wants_list(const Key& key) {
    return key.shapes.has(Shape::list) && !key.shapes.has(Shape::mapping);
  }

  /// Whether the text itself has no room for a key here: in a text in quotes, on a later line of a text, or
  /// directly before something.
  bool is_going_on() const {
    if (cursor_.word().size() > 0) return in_text_;
    // Only a key whose name was taken away has its colon here.
    if (cursor_.begins_line() && cursor_.line_goes_on()) return text_[byte_] != ':';
    return !is_free(byte_) || (in_text_ && !outline::only_comment_follows(text_, line_start(text_, byte_)));
  }

  /// Whether the line ends here, or what is in brackets or braces goes on with its next part.
  bool is_free(std::size_t at) const {
    if (outline::only_comment_follows(text_, at)) return true;
    const std::size_t next = outline::skip_blanks(text_, at);
    return cursor_.is_in_flow() && std::string_view(",]}").contains(text_[next]);
  }

  NewEntry new_entry() const {
    const YamlNode& value = *cursor_.own_entry()->value;
    const bool has_value = !value.is_scalar() || value.span.size() > 0;
    const bool colon = text_.substr(cursor_.word().end, 1) == ":" || cursor_.own_entry()->key->is_quoted();
    return {.column = wanted_column(),
            .name_only = colon,
            .bare = !colon && (has_value || (cursor_.line_goes_on() && !is_last_in_flow()))};
  }

  /// Whether a mark in brackets or braces stands directly behind the word: a colon needs a blank before it.
  bool is_last_in_flow() const {
    const std::size_t end = cursor_.word().end;
    return cursor_.is_in_flow() && end < text_.size() && std::string_view(",]}").contains(text_[end]);
  }

  /// Where the keys of this mapping stand.
  std::size_t wanted_column() const {
    const SchemaFrame& own = *place_.last();
    const std::string_view text = cursor_.source().text();
    for (const YamlEntry& entry : own.mapping->entries)
      if (entry.key != own.entry->key && entry.key->span.size() > 0)
        return column_of(text, entry.key->span.begin);
    const SchemaFrame* holder = place_.above();
    const bool below_key = holder != nullptr && holder->entry->value->is_mapping() && !own.mapping->flow;
    return below_key ? column_of(text, holder->entry->key->span.begin) + asked_.layout.step
                     : cursor_.column();
  }

  /// Moves the line to the column where its mapping stands.
  void align(const NewEntry& where) { align_to(where.column); }

  void align_to(std::size_t wanted) {
    const std::size_t line = line_start(text_, cursor_.word().begin);
    const std::size_t column = cursor_.word().begin - line;
    const bool only_blanks = indent_of(text_, cursor_.word().begin) >= column;
    if (!only_blanks || column == 0 || column == wanted || place_.last()->mapping->flow) return;
    if (column > wanted)
      found_.indentation = {.span = {line, line + column - wanted}, .text = {}};
    else
      found_.indentation = {.span = {line, line}, .text = std::string(wanted - column, ' ')};
  }

  /// Below a key whose value is a list, and no dash is there yet.
  void offer_first_item(const SchemaFrame& holder, NewEntry where) {
    const std::size_t key_column = column_of(cursor_.source().text(), holder.entry->key->span.begin);
    if (const auto dashes = dashes_below(); dashes && *dashes >= key_column)
      return offer_items(holder, *dashes, before_items(where));
    offer_items(holder, key_column + asked_.layout.dash_step, where);
  }

  /// The items below were read as the value of a key that stands here, and are not.
  NewEntry before_items(NewEntry where) const {
    where.bare = !where.name_only && cursor_.line_goes_on();
    return where;
  }

  /// Where the next line that has something begins with a dash: its column. The list is there already then,
  /// and a new first item has to stand as deep.
  std::optional<std::size_t> dashes_below() const {
    for (std::size_t line = byte_; (line = outline::next_line(text_, line)) < text_.size();) {
      const std::size_t first = outline::skip_blanks(text_, line);
      if (outline::is_dash(text_, first)) return first - line;
      if (!outline::only_comment_follows(text_, first)) return std::nullopt;
    }
    return std::nullopt;
  }

  /// Where a line begins at the place of the dashes of the list above or below it.
  bool offer_item_beside(NewEntry where) {
    const SchemaFrame& own = *place_.last();
    if (!cursor_.begins_line() || own.object == nullptr) return false;
    const auto& entries = own.mapping->entries;
    const auto self = std::ranges::find(entries, own.entry->key, &YamlEntry::key);
    if (self == entries.begin() || self == entries.end()) return false;
    const YamlEntry& before = *(self - 1);
    const SchemaFrame list{.mapping = own.mapping,
                           .object = own.object,
                           .entry = &before,
                           .key = find_key(*own.object, before.key->value)};
    // Directly below its key, a key that is written here would take the list away from that one.
    const bool first = list.key != nullptr && wants_list(*list.key) && before.value->is_scalar() &&
                       before.value->span.size() == 0;
    const YamlNode& items = first ? *self->value : *before.value;
    if (!items.is_sequence() || items.flow) return false;
    const std::size_t dashes = column_of(cursor_.source().text(), items.span.begin);
    if (dashes != cursor_.column()) return false;
    if (dashes == where.column && (!first || cursor_.word().size() > 0)) {
      offer_keys(asked_, *own.object, own.mapping, where, found_.offers);
      offer_skeletons(asked_, *own.object, where, found_.offers);
    }
    if (list.key != nullptr) offer_items(list, dashes, first ? before_items(where) : where);
    return true;
  }

  void offer_items(const SchemaFrame& list, std::size_t dashes, NewEntry where) {
    where.column = dashes + 2;
    where.dash = true;
    if (list.key->inside != nullptr && list.key->inside != &schema::triggers) {
      offer_keys(asked_, *list.key->inside, nullptr, where, found_.offers);
      offer_skeletons(asked_, *list.key->inside, where, found_.offers);
    } else if (!where.name_only && !where.bare) {
      const std::size_t first = found_.offers.size();
      offer_values(asked_, list, true, found_.offers);
      for (std::size_t i = first; i < found_.offers.size(); ++i) found_.offers[i].text.insert(0, "- ");
    }
    align_to(dashes);
  }

  // Values

  void complete_value() {
    const SchemaFrame& frame = *place_.last();
    if (frame.key == nullptr) return;
    const YamlNode& scalar = *place_.scalar;
    if (complete_expression(*frame.key, scalar)) return;
    const bool whole = !scalar.is_block() && cursor_.may_begin() && cursor_.is_whole(scalar);
    if (whole && (scalar.is_quoted() || is_free(cursor_.word().end)))
      offer_values(asked_, frame, place_.list != nullptr, found_.offers);
  }

  /// Whether the cursor is in an expression. What stands before it is read as it is in the text.
  bool complete_expression(const Key& key, const YamlNode& scalar) {
    const std::string_view source = cursor_.source().text();
    const std::size_t quote = scalar.is_quoted() ? 1 : 0;
    const std::size_t begin = scalar.span.begin + quote;
    std::string before(source.substr(begin, std::max(cursor_.at(), begin) - begin));
    before += text_.substr(cursor_.word().begin, byte_ - cursor_.word().begin);
    const bool single = scalar.style == YamlNode::Style::single_quoted;
    if (single && !undouble(before)) return false;
    const bool condition = key.place == Place::job_if || key.place == Place::step_if;
    const std::size_t open = before.rfind(opening);
    if (open != std::string::npos) {
      before.erase(0, open + opening.size());
      if (before.contains(closing)) return false;
    } else if (!condition || scalar.value.contains(opening) || scalar.is_block()) {
      return false;
    }
    const std::size_t half = half_name(before);
    const auto quotes = std::ranges::count(before.substr(before.size() - half), '\'');
    found_.word = {.begin = byte_ - half - (single ? static_cast<std::size_t>(quotes) : 0), .end = byte_};
    while (found_.word.end < text_.size() && continues_name(text_[found_.word.end])) ++found_.word.end;
    const bool call_follows = text_.substr(found_.word.end, 1) == "(";
    offer_in_expression(asked_, before, key.place, call_follows, found_.offers);
    fit_into({.style = scalar.style, .flow = cursor_.is_in_flow()});
    return true;
  }

  /// Reads `''` as YAML does in single quotes. False where a quote stands alone, as between the two.
  static bool undouble(std::string& text) {
    for (std::size_t at = 0; (at = text.find('\'', at)) != std::string::npos; ++at) {
      if (text.substr(at + 1, 1) != "'") return false;
      text.erase(at, 1);
    }
    return true;
  }

  /// Names in brackets are in quotes, which mean something to YAML too.
  void fit_into(ScalarPlace place) {
    std::erase_if(found_.offers, [place](Offer& offer) {
      const auto text = as_part(offer.text, place);
      if (text) offer.text = *text;
      return !text;
    });
  }

  std::string_view text_;
  const Cursor& cursor_;
  const SchemaPlace& place_;
  std::size_t byte_;
  Asked asked_;
  Completion found_;
  bool in_text_; ///< whether the cursor is in quotes, or on a later line of a text that began above
};

/// Whether a byte stands in quotes, or on a later line of a text that began above.
bool is_in_text(const Model& model, std::size_t byte) {
  const SchemaPlace place = find_place(model.source->root(), object_of_file(model.kind), byte);
  if (place.scalar == nullptr) return false;
  const Span span = place.scalar->span;
  if (place.scalar->is_quoted() && span.begin < byte && byte < span.end) return true;
  return line_start(model.source->text(), span.begin) < line_start(model.source->text(), byte);
}

} // namespace

std::string plain_text(const Offer& offer) {
  if (!offer.snippet) return offer.text;
  std::string plain;
  for (std::size_t i = 0; i < offer.text.size(); ++i) {
    const char character = offer.text[i];
    if (character == '\\' && i + 1 < offer.text.size()) {
      plain += offer.text[++i];
    } else if (character != '$') {
      plain += character;
    } else if (offer.text[i + 1] != '{') {
      ++i; // `$0`
    } else {
      const std::size_t end = offer.text.find('}', i);
      if (end == std::string::npos || end < i + 4) return plain + offer.text.substr(i); // no stop of ours
      std::string_view stop = std::string_view(offer.text).substr(i + 3, end - i - 3);
      stop.remove_prefix(1); // `:` or `|`
      plain += stop.substr(0, stop.find_first_of(",|"));
      i = end;
    }
  }
  return plain;
}

std::string escaped_for_snippet(std::string_view text) {
  std::string out;
  for (const char character : text) {
    if (std::string_view("\\$}").contains(character)) out += '\\';
    out += character;
  }
  return out;
}

Completion complete(const Model& model, std::size_t byte, const Sources& sources, const Usage& used) {
  const std::string_view text = model.source->text();
  const Cursor cursor(text, model.kind, byte);
  Completion found = Completer(text, cursor, byte, sources, used, is_in_text(model, byte)).complete();
  if (!model.source->refusal()) keep_fitting(text, found);
  return found;
}

} // namespace unify_ls::workflow
