#include "server/workflow/checks/edits.h"
#include "server/workflow/schema/place.h"
#include "support.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <set>

using namespace unify_ls::workflow;
using namespace unify_ls::workflow::testing;

namespace {

using Style = YamlNode::Style;

/// How a tree of a file is written as YAML again.
struct Manner {
  std::string_view name;
  std::size_t step = 2;
  std::size_t dash_step = 2;
  Style style = Style::plain;
  std::size_t flow_from = 64; ///< collections so deep and deeper stand in brackets and braces
};

constexpr std::array manners{
    Manner{.name = "four columns", .step = 4, .dash_step = 4},
    Manner{.name = "dashes below keys", .step = 3, .dash_step = 0},
    Manner{.name = "single quotes", .style = Style::single_quoted},
    Manner{.name = "double quotes", .style = Style::double_quoted},
    Manner{.name = "flow", .flow_from = 2},
    Manner{.name = "flow in single quotes", .style = Style::single_quoted, .flow_from = 3},
};

std::string quoted(std::string_view text, Style style) {
  const char quote = style == Style::single_quoted && !text.contains('\n') ? '\'' : '"';
  std::string out(1, quote);
  for (const char character : text) {
    if (character == quote || (quote == '"' && character == '\\')) out += quote == '"' ? '\\' : quote;
    out += character == '\n' ? std::string("\\n") : std::string(1, character);
  }
  return out + quote;
}

/// Writes a tree in another manner. Aliases are written out.
class Rewriter {
 public:
  explicit Rewriter(const Manner& manner) : manner_(manner) {}

  std::string write(const YamlNode& root) {
    block(root, 0, 0);
    return std::move(out_);
  }

 private:
  void scalar(const YamlNode& node, bool flow) {
    const bool plain = manner_.style == Style::plain && node.style == Style::plain &&
                       !(flow && node.value.find_first_of(",[]{}") != std::string::npos);
    const Style style = manner_.style == Style::plain ? Style::single_quoted : manner_.style;
    out_ += plain ? node.value : quoted(node.value, style);
  }

  void flow(const YamlNode& given) {
    const YamlNode& node = resolved(given);
    if (node.is_scalar()) return scalar(node, true);
    out_ += node.is_mapping() ? '{' : '[';
    const std::size_t begin = out_.size();
    for (const auto& [key, value] : merged_entries(node)) {
      if (out_.size() > begin) out_ += ", ";
      out_ += key->value + ": ";
      flow(*value);
    }
    for (const YamlNode* item : node.items) {
      if (out_.size() > begin) out_ += ", ";
      flow(*item);
    }
    out_ += node.is_mapping() ? '}' : ']';
  }

  void line(std::size_t column) {
    if (!out_.ends_with("- ") && !out_.empty()) out_ += '\n' + std::string(column, ' ');
  }

  void block(const YamlNode& node, std::size_t column, std::size_t depth) {
    for (const auto& [key, value] : merged_entries(node)) {
      line(column);
      out_ += key->value + ":";
      below(*value, column, depth);
    }
    for (const YamlNode* item : node.items) {
      line(column);
      out_ += "- ";
      if (resolved(*item).is_mapping() && depth < manner_.flow_from)
        block(resolved(*item), column + 2, depth + 1);
      else
        flow(*item);
    }
  }

  void below(const YamlNode& given, std::size_t column, std::size_t depth) {
    const YamlNode& value = resolved(given);
    const bool is_empty = value.items.empty() && value.entries.empty();
    if (value.is_scalar() || is_empty || depth + 1 >= manner_.flow_from) {
      out_ += ' ';
      flow(value);
    } else {
      block(value, column + (value.is_mapping() ? manner_.step : manner_.dash_step), depth + 1);
    }
  }

  const Manner& manner_;
  std::string out_;
};

/// What is wrong with a text after an offer was taken; empty where nothing is.
std::string fault_of(const std::string& after, const Completion& completion, const Offer& offer,
                     FileKind kind) {
  const auto tree = parse_yaml(after);
  if (!tree) return "is no YAML";
  std::size_t at = completion.word.begin;
  if (const auto& edit = completion.indentation) at += edit->text.size() - edit->span.size();
  at += std::min(plain_text(offer).find_first_not_of("- "), offer.text.size());
  const SchemaPlace place = find_place(tree->root(), object_of_file(kind), at);
  switch (offer.kind) {
  case OfferKind::key:
    return place.in_key && place.last()->entry->key->value == offer.label ? "" : "has no such key";
  case OfferKind::value:
  case OfferKind::name:
  case OfferKind::file:
    return place.scalar != nullptr && place.scalar->value == offer.label ? "" : "reads as another value";
  case OfferKind::variable:
    return place.scalar != nullptr && place.scalar->value.contains(offer.label) ? "" : "lost the name";
  default: return "";
  }
}

/// Offers that YAML reads alike: those whose texts have the same marks in the same order.
std::string marks_of(const Offer& offer) {
  std::string marks = std::to_string(static_cast<int>(offer.kind));
  for (const char character : plain_text(offer))
    if (std::string_view("\n'\"#:,[]{}").contains(character)) marks += character;
  return marks;
}

/// Names that have to be quoted, each in another place.
Usage odd_names() {
  Usage used;
  used.branches = {"feat/{a,b}", "release/[0-9]*", "it's", "a: b"};
  used.environments = {"it's #1", "#1 it's", " a", "say \"hi\"", "a\\b", "two\nlines", "~"};
  used.labels = {"null", "a, b", "x #y"};
  used.secrets = {"A"};
  used.vars = {"odd name", "say \"hi\"", "a\\b"};
  return used;
}

class Taking {
 public:
  Taking(std::string name, std::string text, FileKind kind)
      : name_(std::move(name)),
        text_(std::move(text)),
        kind_(kind),
        source_(text_),
        model_(read_model(source_, kind)),
        used_(odd_names()) {
    CAPTURE(text_);
    REQUIRE_FALSE(source_.refusal());
  }

  /// How many offers were taken at this place. Of those that YAML reads alike one is.
  std::size_t take_at(std::size_t at) {
    const Completion completion = complete(model_, at, CleanRepository(), used_);
    std::set<std::string> seen;
    std::size_t taken = 0;
    for (const Offer& offer : completion.offers) {
      if (!seen.insert(marks_of(offer)).second) continue;
      ++taken;
      const std::string after = accepted(text_, completion, offer);
      const std::string fault = fault_of(after, completion, offer, kind_);
      if (!fault.empty()) FAIL_CHECK(name_, " at ", at, ", ", offer.label, ": ", fault, "\n", after);
    }
    return taken;
  }

 private:
  std::string name_;
  std::string text_;
  FileKind kind_;
  SourceTree source_;
  Model model_;
  Usage used_;
};

/// The places where words begin and end, and those beside marks. Within a word all places are alike.
bool is_edge(std::string_view text, std::size_t at) {
  const auto in_word = [text](std::size_t i) {
    return i < text.size() && std::string_view(" \n'\"[]{},:.-").find(text[i]) == std::string_view::npos;
  };
  return at == 0 || !in_word(at - 1);
}

} // namespace

TEST_CASE("what is taken leaves YAML, however the file is written") {
  const std::size_t one_of = std::getenv("UNIFY_LS_TYPE_ALL") != nullptr ? 1 : 4;
  std::size_t taken = 0;
  std::size_t edges = 0;
  for (const char* name : {"workflows/edge.yaml", "workflows/release.yaml", "workflows/oddities.yaml",
                           "actions/announce/action.yml"}) {
    const auto file = corpus("clean") / name;
    const SourceTree source(content_of(file));
    const FileKind kind = kind_of_file(source, path_in_repository(file));
    for (const Manner& manner : manners) {
      const std::string text = Rewriter(manner).write(*source.root()) + '\n';
      Taking taking(std::string(name) + " with " + std::string(manner.name), text, kind);
      for (std::size_t at = 0; at <= text.size(); ++at)
        if (is_edge(text, at) && ++edges % one_of == 0) taken += taking.take_at(at);
    }
  }
  MESSAGE("taken ", taken);
  CHECK(taken > 300);
}

TEST_CASE("a line that is added to YAML leaves YAML, in whatever column it begins") {
  std::size_t taken = 0;
  const auto file = corpus("clean") / "workflows/release.yaml";
  const SourceTree source(content_of(file));
  for (const Manner& manner : manners) {
    const std::string text = Rewriter(manner).write(*source.root()) + '\n';
    for (std::size_t line = 0, number = 0; line < text.size(); line = next_line(text, line), ++number) {
      const std::size_t column = (indent_of(text, line) + 2 * (number % 4)) % 14;
      std::string more = text;
      more.insert(line, std::string(column, ' ') + '\n');
      if (!parse_yaml(more)) continue;
      Taking taking(std::string(manner.name), more, FileKind::workflow);
      taken += taking.take_at(line + column);
    }
  }
  MESSAGE("taken ", taken);
  CHECK(taken > 300);
}
