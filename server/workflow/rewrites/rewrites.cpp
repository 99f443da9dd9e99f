#include "server/workflow/rewrites/rewrites.h"

#include "server/base/text.h"
#include "server/workflow/scalar.h"

namespace unify_ls::workflow {
namespace {

bool touches(const YamlNode& node, Span place) {
  return node.span.begin <= place.end && place.begin <= node.span.end;
}

void add_condition(const YamlNode* condition, Span place, std::vector<Fix>& rewrites) {
  if (condition == nullptr || !condition->is_scalar() || !touches(*condition, place)) return;
  const bool open =
      condition->value.contains("${{") || condition->is_block() || condition->value.contains('\n');
  if (open || trimmed(condition->value).empty() || boolean_of(*condition)) return;
  const Span bare = bare_span(*condition);
  rewrites.push_back({.title = "Write the condition in `${{ }}`",
                      .edits = {{.span = {bare.begin, bare.begin}, .text = "${{ "},
                                {.span = {bare.end, bare.end}, .text = " }}"}}});
}

} // namespace

std::vector<Fix> rewrites_at(const Model& model, Span place) {
  std::vector<Fix> rewrites;
  for (const Job& job : model.jobs) {
    const YamlNode* needs = job.find("needs");
    const bool one = needs != nullptr && needs->is_scalar() && text_of(*needs) && !needs->is_block();
    if (one && touches(*needs, place))
      rewrites.push_back({.title = "Write `needs` as a list",
                          .edits = {{.span = {needs->span.begin, needs->span.begin}, .text = "["},
                                    {.span = {needs->span.end, needs->span.end}, .text = "]"}}});
    add_condition(job.find("if"), place, rewrites);
  }
  for (const Step& step : model.steps) add_condition(step.find("if"), place, rewrites);
  return rewrites;
}

} // namespace unify_ls::workflow
