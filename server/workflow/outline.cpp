#include "server/workflow/outline.h"

#include "server/workflow/outline_lines.h"
#include "server/workflow/outline_values.h"

#include <algorithm>
#include <vector>

namespace unify_ls::workflow {

using outline::KeyPlace;
using outline::Properties;
using Kind = YamlNode::Kind;

/// Reads line by line, with a stack of the blocks that are open. At its bottom stands the document.
class OutlineBuilder {
 public:
  OutlineBuilder(std::string_view text, const SourceMap& map)
      : text_(text),
        map_(map),
        values_(text, tree_.nodes_) {
    open_.push_back({.node = nullptr, .column = -1, .waits = true, .waits_column = -1});
  }

  YamlTree build() {
    std::size_t line = map_.place(0).byte;
    while (line < text_.size() && !ended_) line = read_line(line);
    while (open_.size() > 1) close();
    for (YamlNode& node : tree_.nodes_) node.range = map_.range(node.span);
    return std::move(tree_);
  }

 private:
  /// A block whose end has not come yet.
  struct Open {
    YamlNode* node; ///< null for the document
    std::ptrdiff_t column;
    const YamlNode* key = nullptr;   ///< of the entry that waits for its value
    bool waits = false;              ///< whether a value is awaited
    std::ptrdiff_t waits_column = 0; ///< what is deeper than this is that value
    std::size_t waits_at = 0;        ///< where an empty value stands
    Properties properties{};         ///< of that value
    /// The last value, where it is a plain text on a line of its own and so may be half a key.
    YamlNode* text = nullptr;
    std::ptrdiff_t text_column = 0;

    bool is_sequence() const { return node != nullptr && node->is_sequence(); }

    bool is_mapping() const { return node != nullptr && node->is_mapping(); }
  };

  std::size_t read_line(std::size_t line) {
    const std::size_t content = outline::skip_blanks(text_, line);
    if (outline::only_comment_follows(text_, content)) return outline::next_line(text_, content);
    if (outline::is_document_mark(text_, line)) {
      ended_ = tree_.root_ != nullptr || text_[line] == '.';
      return outline::next_line(text_, line);
    }
    if (text_[line] == '%' && tree_.root_ == nullptr) return outline::next_line(text_, line);
    ended_ = is_too_large();
    line_ = line;
    close_for(column_of(content), outline::is_dash(text_, content));
    return read_content(content);
  }

  bool is_too_large() const { return open_.size() > max_yaml_depth || tree_.nodes_.size() >= max_yaml_nodes; }

  std::ptrdiff_t column_of(std::size_t at) const { return static_cast<std::ptrdiff_t>(at - line_); }

  /// Closes the blocks that cannot go on at this column. One stays open, although it stands further right,
  /// when what it lies in stands further left: the line is then one of its own, badly indented.
  void close_for(std::ptrdiff_t column, bool dash) {
    while (open_.size() > 1) {
      const Open& top = open_.back();
      const Open& parent = open_[open_.size() - 2];
      if (top.column < column) return;
      if (top.column == column && (dash || !top.is_sequence())) return;
      const bool item_beside = dash && top.is_mapping() && parent.is_sequence();
      if (top.column > column && parent.column < column && !item_beside) return;
      close();
    }
  }

  std::size_t read_content(std::size_t at) {
    while (outline::is_dash(text_, at)) {
      ended_ = is_too_large(); // one line may open a level for each of its dashes
      if (ended_) return outline::next_line(text_, at);
      begin_item(at);
      at = outline::skip_blanks(text_, at + 1);
      if (outline::only_comment_follows(text_, at)) return outline::next_line(text_, at);
    }
    const Properties before = values_.properties(at);
    if (outline::only_comment_follows(text_, before.content)) {
      await_with(before);
      return outline::next_line(text_, before.content);
    }
    if (const auto key = outline::key_at(text_, before.content)) return read_entry(*key, at, before);
    return read_text(before.content, before, true);
  }

  void begin_item(std::size_t at) {
    const std::ptrdiff_t column = column_of(at);
    take_text_as_key(column);
    if (!open_.back().is_sequence() || (open_.back().waits && column > open_.back().waits_column)) {
      if (!accepts(column, true)) begin_orphan(at, column);
      open(Kind::sequence, at, column);
    }
    settle();
    wait(nullptr, open_.back().column, at + 1);
  }

  std::size_t read_entry(const KeyPlace& place, std::size_t at, const Properties& before) {
    const std::ptrdiff_t column = column_of(at);
    take_text_as_key(column);
    bool fits = true;
    if (!open_.back().is_mapping() || open_.back().column != column) fits = make_room_for_key(at, column);
    settle();
    YamlNode& key = values_.read_key(place.key, before);
    key.complete = fits;
    wait(&key, column, place.after);
    const std::size_t value = outline::skip_blanks(text_, place.after);
    if (outline::only_comment_follows(text_, value)) return outline::next_line(text_, value);
    const Properties own = values_.properties(value);
    if (!outline::only_comment_follows(text_, own.content)) return read_text(own.content, own, false);
    await_with(own);
    return outline::next_line(text_, own.content);
  }

  /// Sees to it that a mapping is on top. False where the key does not belong at this column.
  bool make_room_for_key(std::size_t at, std::ptrdiff_t column) {
    if (accepts(column, false)) {
      open(Kind::mapping, at, column);
      return true;
    }
    if (open_.back().is_sequence() && open_[open_.size() - 2].is_mapping()) close();
    if (open_.back().is_mapping()) return false;
    if (open_.back().is_sequence()) {
      wait(nullptr, open_.back().column, at);
    } else {
      wrap_document(column);
      return false;
    }
    open(Kind::mapping, at, column);
    return false;
  }

  /// A text, in a line of its own or behind a key.
  std::size_t read_text(std::size_t at, const Properties& before, bool own_line) {
    const std::ptrdiff_t column = column_of(at);
    if (own_line && !accepts(column, false)) return read_misplaced(at, column);
    Open& top = open_.back();
    if (!own_line || !before.empty()) top.properties = before;
    YamlNode& node = values_.read(at, top.waits_column, top.properties);
    attach(node);
    if (own_line && node.is_scalar() && node.style == YamlNode::Style::plain && node.tag.empty()) {
      top.text = &node;
      top.text_column = column;
    }
    if (node.is_block()) return node.span.end; // at the start of a line
    if (!outline::only_comment_follows(text_, node.span.end)) node.complete = false;
    return outline::next_line(text_, node.span.end);
  }

  /// A text that nothing waits for: a key without its colon, or an item without its dash.
  std::size_t read_misplaced(std::size_t at, std::ptrdiff_t column) {
    if (open_.size() == 1) wrap_document(column);
    settle();
    const std::size_t end = outline::trimmed_end(text_, at);
    YamlNode& node = values_.read_key({at, end}, {});
    node.span = {at, end};
    node.complete = false;
    if (open_.back().is_mapping()) {
      wait(&node, column, end);
    } else {
      attach(node);
    }
    return outline::next_line(text_, end);
  }

  /// Half a key was read as a value, and the next line shows it: it is a key without its colon.
  void take_text_as_key(std::ptrdiff_t column) {
    Open& top = open_.back();
    if (top.waits || top.text == nullptr || column < top.text_column) return;
    YamlNode& key = *std::exchange(top.text, nullptr);
    key.complete = false;
    const std::ptrdiff_t key_column = top.text_column;
    detach_last();
    open(Kind::mapping, key.span.begin, key_column);
    wait(&key, key_column, key.span.end);
  }

  /// Makes place for what has no key: an entry without one.
  void begin_orphan(std::size_t at, std::ptrdiff_t column) {
    if (open_.size() == 1) wrap_document(column);
    settle();
    wait(&missing_key(at), column - 1, at);
  }

  /// More comes where the document has its one value already: that one moves below a key that is missing.
  void wrap_document(std::ptrdiff_t column) {
    YamlNode& whole = *tree_.root_;
    open_.back().waits = true;
    open(Kind::mapping, whole.span.begin, column);
    wait(&missing_key(whole.span.begin), column, whole.span.begin);
    attach(whole);
  }

  YamlNode& missing_key(std::size_t at) {
    YamlNode& key = values_.add_empty(at);
    key.complete = false;
    return key;
  }

  bool accepts(std::ptrdiff_t column, bool dash) const {
    const Open& top = open_.back();
    return top.waits &&
           (column > top.waits_column || (dash && top.is_mapping() && column == top.waits_column));
  }

  void wait(const YamlNode* key, std::ptrdiff_t column, std::size_t at) {
    Open& top = open_.back();
    top.key = key;
    top.waits = true;
    top.waits_column = column;
    top.waits_at = at;
    top.properties = {};
  }

  void await_with(const Properties& properties) {
    open_.back().properties = properties;
    open_.back().waits_at = properties.end;
  }

  /// Gives what still waits an empty value.
  void settle() {
    Open& top = open_.back();
    if (top.waits && top.node != nullptr) attach(values_.add_empty(top.waits_at, top.properties));
  }

  void attach(YamlNode& node) {
    Open& top = open_.back();
    top.waits = false;
    top.text = nullptr;
    if (top.node == nullptr) {
      tree_.root_ = &node;
    } else if (top.is_sequence()) {
      top.node->items.push_back(&node);
    } else {
      top.node->entries.push_back({.key = top.key, .value = &node});
    }
  }

  /// Takes the last value away again; its place waits for another.
  void detach_last() {
    Open& top = open_.back();
    if (top.is_sequence()) top.node->items.pop_back();
    if (top.is_mapping()) top.node->entries.pop_back();
    top.waits = true;
  }

  void open(Kind kind, std::size_t at, std::ptrdiff_t column) {
    YamlNode& node = values_.add(kind, {at, at}, open_.back().properties);
    attach(node);
    open_.push_back({.node = &node, .column = column});
  }

  void close() {
    settle();
    YamlNode& node = *open_.back().node;
    open_.pop_back();
    if (!node.items.empty()) node.span.end = node.items.back()->span.end;
    if (!node.entries.empty()) node.span.end = node.entries.back().value->span.end;
  }

  std::string_view text_;
  const SourceMap& map_;
  YamlTree tree_;
  outline::Values values_;
  std::vector<Open> open_;
  std::size_t line_ = 0; ///< where the line begins that is being read
  bool ended_ = false;
};

YamlTree read_outline(std::string_view text, const SourceMap& map) {
  return OutlineBuilder(text, map).build();
}

} // namespace unify_ls::workflow
