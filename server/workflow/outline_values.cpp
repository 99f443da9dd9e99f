#include "server/workflow/outline_values.h"

#include "server/workflow/outline_lines.h"

#include <algorithm>

namespace unify_ls::workflow::outline {

namespace {

constexpr std::string_view flow_marks = ",[]{}";

std::string written_out(std::string_view tag) {
  if (tag.starts_with("!!")) return "tag:yaml.org,2002:" + std::string(tag.substr(2));
  if (tag.starts_with("!<") && tag.ends_with('>')) return std::string(tag.substr(2, tag.size() - 3));
  return std::string(tag);
}

} // namespace

/// Of an anchor, an alias or a tag.
std::size_t Values::end_of_name(std::size_t at) const {
  while (!is_gap(text_, at) && !flow_marks.contains(text_[at])) ++at;
  return at;
}

Properties Values::properties(std::size_t at) const {
  Properties found{.end = at, .content = at};
  while (at < text_.size() && (text_[at] == '&' || text_[at] == '!')) {
    found.end = end_of_name(at + 1);
    const std::string_view token = text_.substr(at, found.end - at);
    if (token.front() == '&') found.anchor = token.substr(1);
    if (token.front() == '!') found.tag = written_out(token);
    at = found.content = skip_blanks(text_, found.end);
  }
  return found;
}

YamlNode& Values::add(YamlNode::Kind kind, Span span, const Properties& properties) {
  YamlNode& node = nodes_.emplace_back();
  node.kind = kind;
  node.span = span;
  node.anchor = properties.anchor;
  node.tag = properties.tag;
  if (!node.anchor.empty()) anchors_[node.anchor] = &node;
  return node;
}

YamlNode& Values::add_text(Scalar scalar, const Properties& properties) {
  YamlNode& node = add(YamlNode::Kind::scalar, scalar.span, properties);
  node.style = scalar.style;
  node.value = std::move(scalar.value);
  node.complete = scalar.complete;
  return node;
}

bool Values::is_alias(std::size_t at) const {
  const std::size_t end = end_of_name(at + 1);
  const std::string_view name = text_.substr(at + 1, end - at - 1);
  return text_[at] == '*' && !name.empty() && std::ranges::none_of(name, [](char character) {
           return std::string_view("*./?").contains(character);
         });
}

YamlNode& Values::read(std::size_t at, std::ptrdiff_t column, const Properties& properties) {
  return read_one(at, column, properties, false, 0);
}

YamlNode& Values::read_key(Span key, const Properties& properties) {
  const char first = text_[key.begin];
  if (first == '"' || first == '\'')
    return add_text(scan_quoted(text_.substr(0, key.end), key.begin, -1), properties);
  return add_text({.value = std::string(text_.substr(key.begin, key.size())), .span = key}, properties);
}

YamlNode& Values::read_one(std::size_t at, std::ptrdiff_t column, const Properties& properties, bool flow,
                           std::size_t depth) {
  const char first = text_[at];
  if (first == '"' || first == '\'') return add_text(scan_quoted(text_, at, column), properties);
  if ((first == '[' || first == '{') && depth < max_yaml_depth)
    return read_flow(at, column, properties, depth);
  if (!flow && is_block_header(text_, at)) return add_text(scan_block(text_, at, column), properties);
  if (is_alias(at)) {
    YamlNode& alias = add(YamlNode::Kind::alias, {at, end_of_name(at + 1)});
    alias.value = text_.substr(at + 1, alias.span.end - at - 1);
    const auto anchored = anchors_.find(alias.value);
    if (anchored != anchors_.end()) alias.target = anchored->second;
    return alias;
  }
  return add_text(scan_plain(text_, at, column, flow), properties);
}

YamlNode& Values::read_flow(std::size_t at, std::ptrdiff_t column, const Properties& properties,
                            std::size_t depth) {
  const bool list = text_[at] == '[';
  YamlNode& node = add(list ? YamlNode::Kind::sequence : YamlNode::Kind::mapping, {at, at + 1}, properties);
  node.flow = true;
  bool broken_off = false;
  ++at;
  while (true) {
    at = skip_flow_space(at, column, broken_off);
    if (broken_off || nodes_.size() >= max_yaml_nodes) break;
    if (text_[at] == ']' || text_[at] == '}') {
      node.span.end = at + 1;
      node.complete = node.complete && text_[at] == (list ? ']' : '}');
      return node;
    }
    at = text_[at] == ',' ? at + 1 : add_element(node, at, column, depth);
    node.span.end = std::max(node.span.end, at);
  }
  node.complete = false;
  return node;
}

/// One item or entry; returns where it ends.
std::size_t Values::add_element(YamlNode& parent, std::size_t at, std::ptrdiff_t column, std::size_t depth) {
  const YamlNode& first = read_element(at, column, depth);
  bool broken_off = false;
  const std::size_t colon = skip_flow_space(first.span.end, column, broken_off);
  const bool pair = !broken_off && text_[colon] == ':';
  if (!pair && parent.is_sequence()) {
    parent.items.push_back(&first);
    return std::max(first.span.end, at + 1);
  }
  const YamlNode* value = nullptr;
  if (pair) {
    const std::size_t begin = skip_flow_space(colon + 1, column, broken_off);
    const bool empty = broken_off || std::string_view(",]}").contains(text_[begin]);
    value = empty ? &add_empty(colon + 1) : &read_element(begin, column, depth);
  } else {
    value = &add_empty(first.span.end);
  }
  YamlNode* mapping = &parent;
  if (parent.is_sequence()) {
    mapping = &add(YamlNode::Kind::mapping, {first.span.begin, value->span.end});
    mapping->flow = true;
    parent.items.push_back(mapping);
  }
  mapping->entries.push_back({.key = &first, .value = value});
  return std::max(value->span.end, at + 1);
}

YamlNode& Values::read_element(std::size_t at, std::ptrdiff_t column, std::size_t depth) {
  const Properties before = properties(at);
  if (is_gap(text_, before.content) || std::string_view(",]}:").contains(text_[before.content]))
    return add_empty(before.end, before);
  return read_one(before.content, column, before, true, depth + 1);
}

/// Over blanks, line ends and comments. `broken_off` where nothing follows that could belong to the brackets.
std::size_t Values::skip_flow_space(std::size_t at, std::ptrdiff_t column, bool& broken_off) const {
  while (at < text_.size()) {
    at = skip_blanks(text_, at);
    if (at < text_.size() && text_[at] == '#' && is_gap(text_, at - 1)) at = end_of_line(text_, at);
    if (!is_break(text_, at)) break;
    at = next_line(text_, at);
    if (at < text_.size() && ends_unclosed(text_, at, column)) broken_off = true;
    if (broken_off) return at;
  }
  broken_off = broken_off || at >= text_.size();
  return at;
}

} // namespace unify_ls::workflow::outline
