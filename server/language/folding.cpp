#include "server/language/features.h"

#include <algorithm>

namespace unify_ls::language {
namespace {

using workflow::Position;
using workflow::Range;
using workflow::YamlNode;

class Folds {
 public:
  explicit Folds(const workflow::SourceTree& source) : source_(source) {}

  void add_tree(const YamlNode& node) {
    for (const YamlNode* item : node.items) {
      add({item->range.start, last_of(*item)});
      add_tree(*item);
    }
    for (const auto& [key, value] : node.entries) {
      add({key->range.start, last_of(*value)});
      add_tree(*value);
    }
  }

  void add_comments() {
    std::optional<unsigned> first;
    unsigned number = 0;
    std::string_view rest = source_.text();
    while (true) {
      const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
      const std::size_t content = rest.find_first_not_of(" \t");
      const bool comment = content < end && rest[content] == '#' && !is_text(number);
      if (comment && !first) first = number;
      if (!comment && first) add_comment(*std::exchange(first, std::nullopt), number - 1);
      if (end == rest.size()) break;
      rest.remove_prefix(end + (rest.substr(end, 2) == "\r\n" ? 2 : 1));
      ++number;
    }
    if (first) add_comment(*first, number);
  }

  std::vector<protocol::FoldingRange> take() {
    std::ranges::sort(folds_, {}, &protocol::FoldingRange::startLine);
    return std::move(folds_);
  }

 private:
  /// A block's text ends where the line behind it begins.
  Position last_of(const YamlNode& node) {
    Position end = node.range.end;
    if (node.is_scalar() && node.is_block()) texts_.push_back({node.range.start.line + 1, end.line});
    if (end.utf8 == 0 && end.line > node.range.start.line) --end.line;
    return end;
  }

  void add(const Range& range) {
    if (range.end.line <= range.start.line) return;
    if (!folds_.empty() && folds_.back().startLine == range.start.line) return; // the outer one is enough
    folds_.push_back({.startLine = range.start.line, .endLine = range.end.line, .kind = std::nullopt});
  }

  bool is_text(unsigned line) const {
    return std::ranges::any_of(texts_,
                               [line](const Lines& text) { return text.first <= line && line < text.end; });
  }

  void add_comment(unsigned first, unsigned last) {
    if (last > first) folds_.push_back({.startLine = first, .endLine = last, .kind = "comment"});
  }

  struct Lines {
    unsigned first;
    unsigned end;
  };

  const workflow::SourceTree& source_;
  std::vector<Lines> texts_; ///< of blocks, in which `#` begins no comment
  std::vector<protocol::FoldingRange> folds_;
};

} // namespace

std::vector<protocol::FoldingRange> folding_ranges(const Analysis& analysis) {
  Folds folds(analysis.source());
  if (const YamlNode* root = analysis.source().root()) folds.add_tree(*root);
  folds.add_comments();
  return folds.take();
}

} // namespace unify_ls::language
