#include "server/workflow/yaml_tree.h"

#include <algorithm>
#include <compare>
#include <span>
#include <unordered_set>
#include <utility>

namespace unify_ls::workflow {

namespace {

bool is_merge_key(const YamlNode& key) {
  return key.is_scalar() && key.style == YamlNode::Style::plain && key.tag.empty() && key.value == "<<";
}

/// What tells a key from others. Through aliases a huge text may be a key many times over, so that only its
/// beginning counts, as long as a key of one line may be.
std::string_view identity_of(const YamlEntry& entry) {
  constexpr std::size_t longest_key = 1024;
  return std::string_view(resolved(*entry.key).value).substr(0, longest_key);
}

/// Through aliases thousands of keys may be the same huge text.
std::strong_ordering compare_names(const YamlEntry& a, const YamlEntry& b) {
  const YamlNode& one = resolved(*a.key);
  const YamlNode& other = resolved(*b.key);
  return &one == &other ? std::strong_ordering::equal : one.value <=> other.value;
}

/// Gathers the entries of a mapping and of all that is merged into it. Each mapping is taken once: to meet it
/// again adds no key, and so neither a cycle nor a bomb of aliases costs more than the tree is large.
class MergeWalk {
 public:
  MergeWalk(const YamlNode& mapping, std::size_t most) : left_(std::min(most, max_merged_entries)) {
    const std::span own = std::span(mapping.entries).first(std::min(most, mapping.entries.size()));
    for (const YamlEntry& entry : own) own_.insert(identity_of(entry));
    seen_.insert(&mapping);
    for (const YamlEntry& entry : own) {
      if (is_merge_key(*entry.key))
        merge(*entry.value);
      else
        found_.push_back(entry);
    }
  }

  std::vector<YamlEntry> take() { return std::move(found_); }

 private:
  /// Walks with a list of its own instead of recursion, for merges may go on for as long as there are nodes.
  void merge(const YamlNode& source) {
    std::vector<const YamlNode*> waiting{&source};
    while (!waiting.empty() && left_ > 0) {
      const YamlNode& node = resolved(*waiting.back());
      waiting.pop_back();
      if (!seen_.insert(&node).second) continue;
      if (node.is_sequence()) waiting.insert(waiting.end(), node.items.rbegin(), node.items.rend());
      if (node.is_mapping()) add(node, waiting);
    }
  }

  void add(const YamlNode& mapping, std::vector<const YamlNode*>& waiting) {
    std::vector<const YamlNode*> nested;
    for (const YamlEntry& entry : mapping.entries) {
      if (left_ == 0) return;
      --left_;
      if (is_merge_key(*entry.key))
        nested.push_back(entry.value);
      else if (own_.insert(identity_of(entry)).second)
        found_.push_back(entry);
    }
    waiting.insert(waiting.end(), nested.rbegin(), nested.rend());
  }

  std::size_t left_; ///< entries that may still be looked at
  std::unordered_set<std::string_view> own_;
  std::unordered_set<const YamlNode*> seen_;
  std::vector<YamlEntry> found_;
};

} // namespace

const YamlNode& resolved(const YamlNode& node) {
  static const YamlNode nothing;
  if (node.kind != YamlNode::Kind::alias) return node;
  return node.target == nullptr ? nothing : *node.target;
}

std::vector<RepeatedKey> repeated_keys(const YamlNode& mapping) {
  // Sorted, since a set costs an allocation a key, and this is asked of every mapping.
  std::vector<const YamlEntry*> sorted;
  sorted.reserve(mapping.entries.size());
  for (const YamlEntry& entry : mapping.entries)
    if (resolved(*entry.key).is_scalar()) sorted.push_back(&entry);
  std::ranges::sort(sorted, [](const YamlEntry* a, const YamlEntry* b) {
    const auto order = compare_names(*a, *b);
    return order == 0 ? a < b : order < 0;
  });

  std::vector<RepeatedKey> repeated;
  const YamlEntry* first = nullptr;
  for (const YamlEntry* entry : sorted) {
    if (first != nullptr && compare_names(*first, *entry) == 0)
      repeated.push_back({.entry = entry, .first = first});
    else
      first = entry;
  }
  std::ranges::sort(repeated, {}, &RepeatedKey::entry);
  return repeated;
}

std::vector<YamlEntry> merged_entries(const YamlNode& mapping, std::size_t most) {
  const YamlNode& node = resolved(mapping);
  if (!node.is_mapping()) return {};
  const auto is_merge = [](const YamlEntry& entry) { return is_merge_key(*entry.key); };
  const std::span own = std::span(node.entries).first(std::min(most, node.entries.size()));
  if (std::ranges::none_of(own, is_merge)) return {own.begin(), own.end()};
  return MergeWalk(node, most).take();
}

Span bare_span(const YamlNode& node) {
  const bool quoted = node.is_quoted() && node.complete && node.span.size() >= 2;
  return quoted ? Span{.begin = node.span.begin + 1, .end = node.span.end - 1} : node.span;
}

const YamlEntry* find_entry(const std::vector<YamlEntry>& entries, std::string_view key) {
  const auto found = std::ranges::find_if(entries, [key](const YamlEntry& entry) {
    const YamlNode& node = resolved(*entry.key);
    return node.is_scalar() && node.value == key;
  });
  return found == entries.end() ? nullptr : &*found;
}

const YamlNode* find_value(const std::vector<YamlEntry>& entries, std::string_view key) {
  const YamlEntry* entry = find_entry(entries, key);
  return entry == nullptr ? nullptr : &resolved(*entry->value);
}

} // namespace unify_ls::workflow
