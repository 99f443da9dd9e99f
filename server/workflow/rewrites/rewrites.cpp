#include "server/workflow/rewrites/rewrites.h"

#include "server/base/text.h"
#include "server/workflow/expressions/lexer.h"
#include "server/workflow/scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace unify_ls::workflow {
namespace {

/// The outermost brackets and braces of a text, in its order.
std::vector<Span> flow_places(const SourceTree& source) {
  std::vector<Span> places;
  for (const YamlNode& node : source.tree().nodes())
    if (node.flow) places.push_back(node.span);
  std::ranges::sort(places, {}, &Span::begin);
  const auto rest =
      std::ranges::unique(places, [](Span outer, Span inner) { return inner.begin < outer.end; });
  places.erase(rest.begin(), rest.end());
  return places;
}

std::string double_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

/// Each node once: through aliases and merge keys several jobs and steps can have the same one.
class RewritesAt {
 public:
  RewritesAt(const SourceTree& source, Span place)
      : source_(source),
        flow_(flow_places(source)),
        place_(place) {}

  void add_needs(const YamlNode* needs) {
    if (!is_asked_for(needs) || !text_of(*needs) || !needs->tag.empty()) return;
    // Another text could mean more than one name in brackets; an expression may be a list already.
    if (needs->is_quoted() ? needs->value.contains("${{")
                           : !std::ranges::all_of(needs->value, continues_name))
      return;
    rewrites_.push_back({.title = "Write `needs` as a list",
                         .edits = {{.span = {needs->span.begin, needs->span.begin}, .text = "["},
                                   {.span = {needs->span.end, needs->span.end}, .text = "]"}}});
  }

  void add_condition(const YamlNode* condition) {
    if (!is_asked_for(condition)) return;
    const bool open = condition->value.contains("${{") || condition->value.contains('\n');
    if (open || trimmed(condition->value).empty() || boolean_of(*condition)) return;
    rewrites_.push_back({.title = "Write the condition in `${{ }}`", .edits = with_braces(*condition)});
  }

  std::vector<Fix> take() { return std::move(rewrites_); }

 private:
  bool is_asked_for(const YamlNode* node) {
    return node != nullptr && node->is_scalar() && node->complete && !node->is_block() &&
           node->span.begin <= place_.end && place_.begin <= node->span.end && seen_.insert(node).second;
  }

  /// Where a plain text can have no braces of its own.
  bool is_in_flow(const YamlNode& node) const {
    const auto next = std::ranges::upper_bound(flow_, node.span.begin, {}, &Span::begin);
    return next != flow_.begin() && node.span.begin < std::prev(next)->end;
  }

  std::vector<TextEdit> with_braces(const YamlNode& condition) const {
    if (!condition.is_quoted() && is_in_flow(condition))
      return {{.span = condition.span,
               .text = double_quoted(fmt::format("${{{{ {} }}}}", source_.text(condition.span)))}};
    const Span bare = bare_span(condition);
    return {{.span = {bare.begin, bare.begin}, .text = "${{ "},
            {.span = {bare.end, bare.end}, .text = " }}"}};
  }

  const SourceTree& source_;
  std::vector<Span> flow_;
  Span place_;
  std::set<const YamlNode*> seen_{};
  std::vector<Fix> rewrites_{};
};

} // namespace

std::vector<Fix> rewrites_at(const Model& model, Span place) {
  RewritesAt rewrites(*model.source, place);
  for (const Job& job : model.jobs) {
    rewrites.add_needs(job.find("needs"));
    rewrites.add_condition(job.find("if"));
  }
  for (const Step& step : model.steps) rewrites.add_condition(step.find("if"));
  return rewrites.take();
}

} // namespace unify_ls::workflow
