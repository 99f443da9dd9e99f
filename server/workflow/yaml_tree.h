#pragma once

#include "server/workflow/problem.h"

#include <cstddef>
#include <deque>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::workflow {

/// libyaml reads one long text in one go, this much of it within a turn of the loop.
inline constexpr std::size_t max_yaml_bytes = std::size_t{512} * 1024;
/// Far more than a person writes, and what can be read and looked into within a turn of the loop.
inline constexpr std::size_t max_yaml_nodes = 10'000;
/// `%TAG` lines: for each, libyaml looks at all others.
inline constexpr std::size_t max_yaml_tag_directives = 32;
/// Entries that merge keys bring into one mapping.
inline constexpr std::size_t max_merged_entries = 1000;
/// Sequences and mappings inside one another.
inline constexpr std::size_t max_yaml_depth = 64;

struct YamlEntry;

/// One node of a document, as its author wrote it: duplicate keys stay, and an alias is a node of its own
/// that points at what it stands for, so that no text is larger as a tree than it is as a text.
struct YamlNode {
  enum class Kind { scalar, sequence, mapping, alias };
  enum class Style { plain, single_quoted, double_quoted, literal, folded };

  Kind kind = Kind::scalar;
  Style style = Style::plain; ///< of a scalar
  std::string value;          ///< a scalar's text, an alias' name
  std::string tag;            ///< written out, such as `tag:yaml.org,2002:str`; empty without one
  std::string anchor;
  std::vector<const YamlNode*> items; ///< of a sequence
  std::vector<YamlEntry> entries;     ///< of a mapping, in the author's order
  const YamlNode* target = nullptr;   ///< of an alias; null where no such anchor stands before it
  Range range;                        ///< without anchor and tag; quotes are inside
  Span span;                          ///< the bytes of `range`
  bool flow = false;                  ///< a collection in brackets or braces
  /// False where a half-typed text breaks off: a key without its colon, a quote or bracket that nothing
  /// closes, a line that fits nowhere. In a text that is YAML every node is complete.
  bool complete = true;

  bool is_scalar() const { return kind == Kind::scalar; }

  bool is_sequence() const { return kind == Kind::sequence; }

  bool is_mapping() const { return kind == Kind::mapping; }

  bool is_quoted() const { return style == Style::single_quoted || style == Style::double_quoted; }

  bool is_block() const { return style == Style::literal || style == Style::folded; }
};

struct YamlEntry {
  const YamlNode* key;
  const YamlNode* value;
};

/// The first document of a text. Nodes point at each other and live as long as the tree, also when it is
/// moved.
class YamlTree {
 public:
  YamlTree() = default;
  YamlTree(YamlTree&&) noexcept = default;
  YamlTree& operator=(YamlTree&&) noexcept = default;
  YamlTree(const YamlTree&) = delete;
  YamlTree& operator=(const YamlTree&) = delete;
  ~YamlTree() = default;

  /// Null where the text holds no document at all, only comments for example.
  const YamlNode* root() const { return root_; }

  std::size_t size() const { return nodes_.size(); }

  /// All of them, in the order in which they were met.
  const std::deque<YamlNode>& nodes() const { return nodes_; }

  /// What can be said of a text that could be read: duplicate keys, unknown anchors, a second document.
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  friend class YamlBuilder;
  friend class OutlineBuilder;

  std::deque<YamlNode> nodes_;
  YamlNode* root_ = nullptr;
  std::vector<Problem> problems_;
};

class SourceMap;
class YamlBuilder;

/// Reads YAML text in UTF-8, with or without a byte order mark, in steps: for who must not work for long at a
/// time.
class YamlReading {
 public:
  /// `text` outlives it, and so does the map of it, where there is one already.
  explicit YamlReading(std::string_view text, const SourceMap* map = nullptr);
  YamlReading(const YamlReading&) = delete;
  YamlReading& operator=(const YamlReading&) = delete;
  ~YamlReading();

  /// Reads so many nodes, or to the end. False when there is no more to read.
  bool go_on(std::size_t nodes);

  /// Once there is no more to read. The error says in our words why there is no tree.
  std::expected<YamlTree, Problem> take();

  /// What was read before an error.
  YamlTree take_begun();

 private:
  std::unique_ptr<YamlBuilder> builder_;
  std::optional<Problem> refusal_;
};

/// Reads all of a text at once.
std::expected<YamlTree, Problem> parse_yaml(std::string_view text, const SourceMap* map = nullptr);

/// A key that its mapping has already.
struct RepeatedKey {
  const YamlEntry* entry;
  const YamlEntry* first; ///< the first one of that name
};

/// All of them, in the order of the text. Merged keys do not count: to write one again is what they are for.
std::vector<RepeatedKey> repeated_keys(const YamlNode& mapping);

/// The node that an alias stands for, else the node itself; an empty scalar for an alias without anchor. An
/// alias cannot carry an anchor, so this is one step. Trees may be cyclic through aliases: whoever walks down
/// a tree of unknown shape has to count.
const YamlNode& resolved(const YamlNode& node);
const YamlNode& resolved(const YamlNode&& node) = delete; // would dangle

/// The entries of a mapping (aliases resolved) with those that merge keys (`<<`) bring in, at the merge key's
/// place. The mapping's own entries win over merged ones, earlier merged ones over later ones. Anything else
/// has no entries. Through aliases many small mappings may hold the same huge one: who reads many looks at
/// `most` entries of each.
std::vector<YamlEntry> merged_entries(const YamlNode& mapping, std::size_t most = max_yaml_nodes);

/// Where a name or a value stands without its quotes: what a fix replaces and keeps the quotes around.
Span bare_span(const YamlNode& node);

/// The first of these entries whose key is that text; null without one.
const YamlEntry* find_entry(const std::vector<YamlEntry>& entries, std::string_view key);

/// Its value, resolved; null without one.
const YamlNode* find_value(const std::vector<YamlEntry>& entries, std::string_view key);

} // namespace unify_ls::workflow
