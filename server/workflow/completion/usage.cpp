#include "server/workflow/completion/usage.h"

#include "server/workflow/checks/uses.h"
#include "server/workflow/scalar.h"

namespace unify_ls::workflow {
namespace {

void add_texts(const YamlNode* node, Usage::Names& names) {
  if (node == nullptr) return;
  const auto add = [&names](const YamlNode& scalar) {
    const auto text = text_of(scalar);
    if (text && !text->empty() && !text->contains("${{") && !text->contains('\n')) names.insert(*text);
  };
  add(*node);
  for (const YamlNode* item : node->items) add(*item);
}

void add_uses(const YamlNode* uses, Usage::Names& remote, Usage::Names* images) {
  if (uses == nullptr) return;
  const Uses::Kind kind = read_uses(uses->value).kind;
  if (kind == Uses::Kind::remote) add_texts(uses, remote);
  if (kind == Uses::Kind::image && images != nullptr) add_texts(uses, *images);
}

} // namespace

void Usage::add(const Usage& more) {
  for (const auto names :
       {&Usage::actions, &Usage::images, &Usage::workflows, &Usage::custom_jobs, &Usage::environments,
        &Usage::labels, &Usage::branches, &Usage::secrets, &Usage::vars})
    (this->*names).insert((more.*names).begin(), (more.*names).end());
}

Usage usage_of(const Model& model) {
  Usage used;
  for (const Step& step : model.steps) add_uses(step.find("uses"), used.actions, &used.images);
  for (const Job& job : model.jobs) {
    add_uses(job.find("uses"), used.workflows, nullptr);
    add_uses(job.find("delegates"), used.custom_jobs, nullptr);
    add_texts(job.find("environment"), used.environments);
    add_texts(job.find("runs-on"), used.labels);
  }
  for (const YamlEntry& trigger : model.trigger_entries)
    add_texts(find_value(merged_entries(*trigger.value), "branches"), used.branches);
  for (const PathUse& path : model.paths) {
    if (path.context == nullptr || !path.has(0) || path.parts[0].name.empty()) continue;
    if (path.context->id == ContextName::secrets) used.secrets.insert(path.parts[0].name);
    if (path.context->id == ContextName::vars) used.vars.insert(path.parts[0].name);
  }
  return used;
}

} // namespace unify_ls::workflow
