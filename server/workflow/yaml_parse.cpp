#include "server/workflow/source_map.h"
#include "server/workflow/wording.h"
#include "server/workflow/yaml_errors.h"
#include "server/workflow/yaml_tree.h"

#include <fmt/format.h>
#include <yaml.h>

#include <memory>
#include <optional>
#include <unordered_map>

namespace unify_ls::workflow {

namespace {

constexpr std::string_view white = " \t\r\n";

/// libyaml's parser over a text that outlives it.
class Parser {
 public:
  explicit Parser(std::string_view text) {
    if (yaml_parser_initialize(&raw_) == 0) throw std::bad_alloc();
    yaml_parser_set_encoding(&raw_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&raw_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }

  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  ~Parser() { yaml_parser_delete(&raw_); }

  yaml_parser_t& raw() { return raw_; }

 private:
  yaml_parser_t raw_{};
};

/// The next event of a parser; empty (YAML_NO_EVENT) when the parser failed.
class Event {
 public:
  explicit Event(Parser& parser) {
    if (yaml_parser_parse(&parser.raw(), &raw_) == 0) raw_.type = YAML_NO_EVENT;
  }

  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  ~Event() { yaml_event_delete(&raw_); }

  const yaml_event_t* operator->() const { return &raw_; }

 private:
  yaml_event_t raw_{};
};

std::string text_or_empty(const yaml_char_t* text) {
  return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text));
}

YamlNode::Style style_of(yaml_scalar_style_t style) {
  switch (style) {
  case YAML_SINGLE_QUOTED_SCALAR_STYLE: return YamlNode::Style::single_quoted;
  case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return YamlNode::Style::double_quoted;
  case YAML_LITERAL_SCALAR_STYLE: return YamlNode::Style::literal;
  case YAML_FOLDED_SCALAR_STYLE: return YamlNode::Style::folded;
  default: return YamlNode::Style::plain;
  }
}

std::size_t skip_white(std::string_view text, std::size_t at) {
  at = std::min(text.find_first_not_of(white, at), text.size());
  while (at < text.size() && text[at] == '#') {
    at = std::min(text.find_first_of("\r\n", at), text.size());
    at = std::min(text.find_first_not_of(white, at), text.size());
  }
  return at;
}

/// Where the text of a node with an anchor or a tag begins, behind its own and not behind those of its first
/// child, which may follow at once.
std::size_t skip_properties(std::string_view text, std::size_t at, const YamlNode& node) {
  bool anchor = !node.anchor.empty();
  bool tag = !node.tag.empty();
  while (at < text.size()) {
    if (anchor && text[at] == '&') {
      anchor = false;
      at += 1 + node.anchor.size();
    } else if (tag && text[at] == '!') {
      tag = false;
      at = text.find_first_of(white, at);
    } else {
      break;
    }
    at = skip_white(text, at);
  }
  return std::min(at, text.size());
}

/// Lines that begin with `%TAG`. Lines end as libyaml sees them, behind LF, CR, NEL, LS and PS: the last
/// bytes of the last three stand for them, since a few lines too many do no harm.
std::size_t tag_directives(std::string_view text) {
  constexpr std::string_view directive = "%TAG";
  constexpr std::string_view line_ends = "\n\r\x85\xA8\xA9\xBF";
  std::size_t count = 0;
  for (std::size_t at = text.find(directive); at != text.npos; at = text.find(directive, at + 1))
    if (at == 0 || line_ends.contains(text[at - 1])) ++count;
  return count;
}

/// Why a text is not even begun; checked before anything works on it.
std::optional<std::string> excess_of(std::string_view text) {
  if (text.size() > max_yaml_bytes)
    return fmt::format("The file is larger than {} KiB and is not read.", max_yaml_bytes / 1024);
  if (tag_directives(text) > max_yaml_tag_directives)
    return fmt::format("The file has more than {} lines with %TAG and is not read.", max_yaml_tag_directives);
  return std::nullopt;
}

} // namespace

/// Builds a tree out of libyaml's events, one pass, without recursion.
class YamlBuilder {
 public:
  YamlBuilder(std::string_view text, const SourceMap* map)
      : text_(text),
        own_map_(map == nullptr ? std::make_unique<SourceMap>(text) : nullptr),
        map_(map == nullptr ? *own_map_ : *map),
        parser_(text.substr(map_.place(0).byte)) {}

  /// Takes up to so many events. False when there is no more to do.
  bool go_on(std::size_t events) {
    for (; events > 0 && !done_; --events) {
      const Event event(parser_);
      if (event->type == YAML_NO_EVENT)
        refusal_ = describe_failure(parser_.raw(), text_, map_);
      else
        take(event);
      done_ = done_ || refusal_;
    }
    return !done_;
  }

  std::expected<YamlTree, Problem> result() {
    if (refusal_) return std::unexpected(*std::move(refusal_));
    return std::move(tree_);
  }

  YamlTree begun() { return std::move(tree_); }

 private:
  /// A sequence or mapping whose end has not come yet.
  struct Open {
    YamlNode* node;
    const YamlNode* key = nullptr; ///< of a mapping, while its value is awaited
  };

  void take(const Event& event) {
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT: return begin_document(event);
    case YAML_DOCUMENT_END_EVENT: document_ended_ = true; return;
    case YAML_STREAM_END_EVENT: done_ = true; return;
    case YAML_SCALAR_EVENT: return take_scalar(event);
    case YAML_ALIAS_EVENT: return take_alias(event);
    case YAML_SEQUENCE_START_EVENT: return begin_sequence(event);
    case YAML_MAPPING_START_EVENT: return begin_mapping(event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: return end_collection(event);
    default: return;
    }
  }

  void begin_document(const Event& event) {
    if (!document_ended_) return;
    done_ = true;
    note(tree_.problems_, Severity::warning,
         "Only the first document of a file counts: this one and what follows is ignored.", range_of(event),
         ProblemKind::second_document);
  }

  void take_scalar(const Event& event) {
    const auto& scalar = event->data.scalar;
    YamlNode* node = add(YamlNode::Kind::scalar, event, scalar.anchor, scalar.tag);
    if (node == nullptr) return;
    node->style = style_of(scalar.style);
    node->value.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
    attach(*node);
  }

  void take_alias(const Event& event) {
    YamlNode* node = add(YamlNode::Kind::alias, event, nullptr, nullptr);
    if (node == nullptr) return;
    node->value = text_or_empty(event->data.alias.anchor);
    const auto anchored = anchors_.find(node->value);
    if (anchored != anchors_.end()) {
      node->target = anchored->second;
    } else {
      note(tree_.problems_, Severity::error,
           fmt::format("No anchor &{} stands before this alias.", node->value), node->range);
    }
    attach(*node);
  }

  void begin_sequence(const Event& event) {
    const auto& start = event->data.sequence_start;
    open(add(YamlNode::Kind::sequence, event, start.anchor, start.tag),
         start.style == YAML_FLOW_SEQUENCE_STYLE);
  }

  void begin_mapping(const Event& event) {
    const auto& start = event->data.mapping_start;
    open(add(YamlNode::Kind::mapping, event, start.anchor, start.tag),
         start.style == YAML_FLOW_MAPPING_STYLE);
  }

  void open(YamlNode* node, bool flow) {
    if (node == nullptr) return;
    if (open_.size() == max_yaml_depth)
      return refuse(ProblemKind::too_deep,
                    fmt::format("Lists and mappings are nested more than {} deep here.", max_yaml_depth),
                    node->range);
    node->flow = flow;
    attach(*node);
    open_.push_back({.node = node});
  }

  void end_collection(const Event& event) {
    YamlNode& node = *open_.back().node;
    open_.pop_back();
    // libyaml notices the end of a block only at the next token, perhaps many lines further down.
    const YamlNode* last = nullptr;
    if (!node.items.empty()) last = node.items.back();
    if (!node.entries.empty()) last = node.entries.back().value;
    if (node.flow || last == nullptr) {
      end_at(node, map_.place(event->end_mark.index));
    } else {
      end_at(node, {.byte = last->span.end, .position = last->range.end});
    }
    if (node.is_mapping()) note_duplicate_keys(node);
  }

  static void end_at(YamlNode& node, const SourceMap::Place& place) {
    node.range.end = place.position;
    node.span.end = place.byte;
  }

  void note_duplicate_keys(const YamlNode& mapping) {
    for (const auto& [entry, first] : repeated_keys(mapping)) {
      if (tree_.problems_.size() == max_problems) return;
      note(tree_.problems_, Severity::error,
           fmt::format("The key {} is already used above.", quoted(resolved(*first->key).value)),
           entry->key->range, ProblemKind::duplicate_key);
    }
  }

  YamlNode* add(YamlNode::Kind kind, const Event& event, const yaml_char_t* anchor, const yaml_char_t* tag) {
    if (tree_.nodes_.size() == max_yaml_nodes) {
      refuse(ProblemKind::too_many, too_many_values(), range_of(event));
      return nullptr;
    }
    YamlNode& node = tree_.nodes_.emplace_back();
    node.kind = kind;
    node.anchor = text_or_empty(anchor);
    node.tag = text_or_empty(tag);
    set_place(node, event);
    if (anchor != nullptr || tag != nullptr) leave_out_properties(node);
    if (anchor != nullptr) anchors_[node.anchor] = &node;
    return &node;
  }

  /// Of an empty scalar nothing is left: it ends where its properties do.
  void leave_out_properties(YamlNode& node) const {
    const std::size_t own = skip_properties(text_, node.span.begin, node);
    node.span.begin = node.is_scalar() ? std::min(own, node.span.end) : own;
    node.span.end = std::max(node.span.begin, node.span.end);
    node.range = map_.range(node.span);
  }

  void attach(YamlNode& node) {
    if (open_.empty()) {
      tree_.root_ = &node;
      return;
    }
    Open& parent = open_.back();
    if (parent.node->is_sequence()) {
      parent.node->items.push_back(&node);
    } else if (parent.key == nullptr) {
      parent.key = &node;
    } else {
      parent.node->entries.push_back({.key = parent.key, .value = &node});
      parent.key = nullptr;
    }
  }

  void set_place(YamlNode& node, const Event& event) const {
    const SourceMap::Place start = map_.place(event->start_mark.index);
    const SourceMap::Place end = map_.place(event->end_mark.index);
    node.range = {.start = start.position, .end = end.position};
    node.span = {.begin = start.byte, .end = end.byte};
  }

  Range range_of(const Event& event) const {
    return {.start = map_.place(event->start_mark.index).position,
            .end = map_.place(event->end_mark.index).position};
  }

  void refuse(ProblemKind kind, std::string message, Range range) {
    refusal_ =
        Problem{.severity = Severity::error, .message = std::move(message), .range = range, .kind = kind};
  }

  std::string_view text_;
  std::unique_ptr<const SourceMap> own_map_;
  const SourceMap& map_;
  Parser parser_;
  YamlTree tree_;
  std::vector<Open> open_;
  std::unordered_map<std::string, const YamlNode*> anchors_; ///< the latest node of each anchor
  std::optional<Problem> refusal_;
  bool document_ended_ = false;
  bool done_ = false;
};

YamlReading::YamlReading(std::string_view text, const SourceMap* map) {
  if (auto excess = excess_of(text))
    refusal_ =
        Problem{.severity = Severity::error, .message = *std::move(excess), .kind = ProblemKind::too_large};
  else
    builder_ = std::make_unique<YamlBuilder>(text, map);
}

YamlReading::~YamlReading() = default;

bool YamlReading::go_on(std::size_t nodes) { return builder_ != nullptr && builder_->go_on(nodes); }

std::expected<YamlTree, Problem> YamlReading::take() {
  if (refusal_) return std::unexpected(*std::move(refusal_));
  return builder_->result();
}

YamlTree YamlReading::take_begun() { return builder_ == nullptr ? YamlTree() : builder_->begun(); }

std::expected<YamlTree, Problem> parse_yaml(std::string_view text, const SourceMap* map) {
  YamlReading reading(text, map);
  while (reading.go_on(max_yaml_nodes)) {
  }
  return reading.take();
}

} // namespace unify_ls::workflow
