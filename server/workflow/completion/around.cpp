#include "server/workflow/completion/around.h"

#include <algorithm>

namespace unify_ls::workflow {
namespace {

std::vector<std::string> called_outputs(const CalledAround& called) {
  return called.thing.callable == nullptr ? std::vector<std::string>() : called.thing.callable->outputs;
}

CalledAround called_by(const YamlNode* uses, CalledKind kind, const Sources& sources) {
  if (uses == nullptr || !uses->is_scalar() || uses->value.empty()) return {.kind = kind};
  return {.uses = uses, .kind = kind, .thing = find_called(sources, kind, *uses)};
}

} // namespace

const Job* job_at(const Model& model, const SchemaPlace& place) {
  for (const SchemaFrame& frame : place.frames)
    for (const Job& job : model.jobs)
      if (job.body == frame.mapping) return &job;
  return nullptr;
}

const Step* step_at(const Model& model, const SchemaPlace& place) {
  for (const SchemaFrame& frame : place.frames)
    for (const Step& step : model.steps)
      if (step.node == frame.mapping) return &step;
  return nullptr;
}

CalledAround called_by(const Step& step, const Sources& sources) {
  return called_by(step.find("uses"), CalledKind::action, sources);
}

CalledAround called_by(const Job& job, const Sources& sources) {
  if (const YamlNode* delegates = job.find("delegates"))
    return called_by(delegates, CalledKind::custom_job, sources);
  return called_by(job.find("uses"), CalledKind::workflow, sources);
}

CalledAround called_around(const Model& model, const SchemaPlace& place, const Sources& sources) {
  if (const Step* step = step_at(model, place)) return called_by(*step, sources);
  const Job* job = job_at(model, place);
  return job == nullptr ? CalledAround{} : called_by(*job, sources);
}

std::vector<std::string> outputs_of(const Job& job, const Sources& sources) {
  std::vector<std::string> outputs = called_outputs(called_by(job, sources));
  const YamlNode* own = job.find("outputs");
  if (own == nullptr) return outputs;
  for (const YamlEntry& entry : merged_entries(*own)) outputs.push_back(resolved(*entry.key).value);
  return outputs;
}

std::vector<std::string> outputs_of(const Model& model, const Step& step, const Sources& sources) {
  std::vector<std::string> outputs = called_outputs(called_by(step, sources));
  const YamlNode* id = step.find("id");
  if (id == nullptr) return outputs;
  for (const Symbol& symbol : model.symbols) {
    if (symbol.kind != NameKind::step_output || symbol.owner == Symbol::none) continue;
    const Span owner = model.symbols[static_cast<std::size_t>(symbol.owner)].name_span;
    if (id->span.begin <= owner.begin && owner.end <= id->span.end) outputs.push_back(symbol.name);
  }
  return outputs;
}

} // namespace unify_ls::workflow
