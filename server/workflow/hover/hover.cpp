#include "server/workflow/hover/hover.h"

#include "server/base/text.h"
#include "server/workflow/catalog/catalog.h"
#include "server/workflow/completion/around.h"
#include "server/workflow/inputs.h"
#include "server/workflow/wording.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::workflow {
namespace {

/// More inputs than this make a hover that nobody reads.
constexpr std::size_t max_told_inputs = 20;
constexpr std::size_t max_told_text = 200;
constexpr std::size_t told_times = 3;

std::string_view where_from(Mark mark) {
  switch (mark) {
  case Mark::documented: return "Documented by CloudBees";
  case Mark::validated: return "Known from the platform's own validator";
  case Mark::seen: return "Seen in real workflows, not documented";
  case Mark::inferred: return "Inferred, neither documented nor seen";
  case Mark::ours: return {};
  }
  return {};
}

std::string shapes_of(const Key& key) {
  struct Named {
    Shape shape;
    std::string_view name;
  };

  std::string text;
  for (const auto& [shape, name] :
       {Named{Shape::string, "text"}, Named{Shape::number, "number"}, Named{Shape::boolean, "boolean"},
        Named{Shape::mapping, "mapping"}, Named{Shape::list, "list"}})
    if (key.shapes.has(shape)) text += (text.empty() ? "" : " or ") + std::string(name);
  return text;
}

std::string told(const Key& key) {
  std::string text = fmt::format("**{}** · {}", key.name, shapes_of(key));
  if (key.need == Need::required) text += ", required";
  if (key.deprecated) text += ", deprecated";
  text += fmt::format("\n\n{}", key.doc);
  if (!key.more.empty()) text += fmt::format("\n\n{}", key.more);
  for (const Value& value : key.values)
    if (value.offered)
      text += fmt::format("\n* `{}`{}{}", value.text, value.doc.empty() ? "" : ": ", value.doc);
  if (key.mark == Mark::ours) return text;
  return text + fmt::format("\n\n*{}, as of {}.*", where_from(key.mark), schema_date);
}

/// What a run document's input is asked for with, in a form too.
std::string told(const Input& input) {
  std::string text = fmt::format("{} · {}", as_code(input.name), name_of(input.type));
  if (input.required) text += ", required";
  if (const auto value = usable_default(input))
    text += ", default " + as_code(shortened(*value, max_quoted_length));
  if (input.description) text += "\n\n" + printable(shortened(*input.description, max_told_text));
  std::size_t told_options = 0;
  for (const std::string& option : input.options)
    if (told_options++ < max_told_inputs) text += "\n* " + as_code(shortened(option, max_quoted_length));
  if (told_options > max_told_inputs) text += fmt::format("\n* and {} more", told_options - max_told_inputs);
  return text;
}

std::string told(const CalledAround& called) {
  const CalledThing& thing = called.thing;
  std::string text = fmt::format("**{}**", printable(thing.name));
  const Uses uses = read_uses(called.uses->value);
  if (uses.kind == Uses::Kind::image) return text + "\n\nThe image that the script runs in.";
  if (uses.kind == Uses::Kind::dynamic) return text + "\n\nAn expression decides what this is.";
  if (thing.presence == Presence::absent) return text + "\n\nThis working copy has no such file.";
  if (thing.callable == nullptr)
    return text + "\n\nNot known here: add a clone of its repository as a folder of the workspace.";
  std::size_t told_inputs = 0;
  if (!thing.callable->inputs.empty()) text += "\n\nInputs:";
  for (const bool required : {true, false})
    for (const Callable::Input& input : thing.callable->inputs)
      if (input.required == required && told_inputs++ < max_told_inputs) text += "\n* " + told(input);
  if (told_inputs > max_told_inputs) text += fmt::format("\n* and {} more", told_inputs - max_told_inputs);
  if (!thing.callable->outputs.empty()) text += "\n\nOutputs:";
  for (const std::string& output : thing.callable->outputs) text += " " + as_code(output);
  if (!thing.callable->secrets.empty()) text += "\n\nSecrets:";
  for (const std::string& secret : thing.callable->secrets) text += " " + as_code(secret);
  const bool published = !thing.local && find_published(uses.name, uses.ref) != nullptr && !thing.owned;
  return text + (published     ? fmt::format("\n\n*Published, as of {}.*", catalog_date())
                 : thing.local ? "\n\n*Of this repository.*"
                               : "\n\n*As it stands in a folder of the workspace, whatever the version.*");
}

std::optional<std::string> told_cron(std::string_view text, CronTimes::Time now) {
  const auto times = CronTimes::read(text);
  if (!times) return std::nullopt;
  const std::string words = upper_first(times->in_words());
  std::string told = fmt::format("{} (UTC).\n\nNext:", words);
  const auto next = times->next(now, told_times);
  for (const CronTimes::Time time : next) told += fmt::format("\n* {:%a %Y-%m-%d %H:%M}", time);
  return next.empty() ? words + " (UTC), which never comes." : told;
}

class Hoverer {
 public:
  Hoverer(const Model& model, const Sources& sources, CronTimes::Time now, std::size_t byte)
      : model_(model),
        sources_(sources),
        now_(now),
        place_(find_place(model.root, object_of_file(model.kind), byte)) {}

  std::optional<Hover> hover() const {
    const SchemaFrame* frame = place_.last();
    if (frame == nullptr || frame->entry == nullptr) return std::nullopt;
    if (place_.in_key) return on_key(*frame);
    if (place_.scalar == nullptr || frame->key == nullptr) return std::nullopt;
    const auto text = on_value(*frame->key, *place_.scalar);
    return text ? std::optional(Hover{.span = place_.scalar->span, .text = *text}) : std::nullopt;
  }

 private:
  std::optional<Hover> on_key(const SchemaFrame& frame) const {
    if (frame.key == nullptr) return std::nullopt;
    const YamlNode& name = *frame.entry->key;
    const auto say = [&name](std::string text) { return Hover{.span = name.span, .text = std::move(text)}; };
    if (!frame.key->name.empty()) return say(told(*frame.key));
    if (frame.key->names == Names::run_input && sources_.runnable() != nullptr)
      if (const Input* input = sources_.runnable()->find_input(name.value)) return say(told(*input));
    if (const int job = model_.job_named(name.value); frame.object == &schema::jobs && job >= 0)
      return say(workflow::told(model_.jobs[static_cast<std::size_t>(job)]));
    const SchemaFrame* holder = place_.above();
    const CalledAround called = called_around(model_, place_, sources_);
    if (holder != nullptr && holder->key != nullptr && holder->key->name == "with" &&
        called.thing.callable != nullptr)
      if (const Callable::Input* input = called.thing.callable->find_input(name.value))
        return say(told(*input) + fmt::format("\n\nAn input of {}.", as_code(called.thing.name)));
    return say(fmt::format("{}\n\n{}", as_code(name.value), frame.key->doc));
  }

  std::optional<std::string> on_value(const Key& key, const YamlNode& scalar) const {
    for (const Value& value : key.values)
      if (value.text == scalar.value && !value.doc.empty())
        return fmt::format("`{}`: {}", value.text, value.doc);
    switch (key.names) {
    case Names::cron: return told_cron(scalar.value, now_);
    case Names::action:
    case Names::called_workflow:
    case Names::custom_job: {
      const CalledAround called = called_around(model_, place_, sources_);
      return called.uses == nullptr ? std::nullopt : std::optional(told(called));
    }
    case Names::job:
      if (const int job = model_.job_named(scalar.value); job >= 0)
        return workflow::told(model_.jobs[static_cast<std::size_t>(job)]);
      return std::nullopt;
    case Names::run_workflow: return told_runnable();
    default: break;
    }
    if (key.inside == &schema::triggers)
      for (const Key& trigger : schema::triggers.keys)
        if (trigger.name == scalar.value) return told(trigger);
    return std::nullopt;
  }

  std::optional<std::string> told_runnable() const {
    const Runnable* runnable = sources_.runnable();
    if (runnable == nullptr || !runnable->workflow) return std::nullopt;
    std::string text =
        fmt::format("**{}** on {}", printable(runnable->workflow->name), as_code(runnable->branch));
    if (!runnable->workflow->inputs.empty()) text += "\n\nInputs:";
    for (const Input& input : runnable->workflow->inputs) text += " " + as_code(input.name);
    return text;
  }

  const Model& model_;
  const Sources& sources_;
  CronTimes::Time now_;
  SchemaPlace place_;
};

} // namespace

std::string as_code(std::string_view text) {
  std::string code = printable(text);
  std::ranges::replace(code, '`', '\'');
  return '`' + code + '`';
}

std::string told(const Callable::Input& input) {
  std::string text = as_code(input.name);
  if (!input.type.empty()) text += " " + printable(shortened(input.type, max_quoted_length));
  if (input.required) text += ", required";
  if (!input.default_text.empty())
    text += ", default " + as_code(shortened(input.default_text, max_quoted_length));
  if (!input.description.empty()) text += ": " + printable(shortened(input.description, max_told_text));
  return text;
}

std::string told(const Job& job) {
  std::string text = fmt::format("Job {}", as_code(job.name));
  const auto say = [&](const char* key, const char* before) {
    const YamlNode* node = job.find(key);
    if (node != nullptr && node->is_scalar() && !node->value.empty()) text += before + as_code(node->value);
  };
  const int steps = job.last_step - job.first_step;
  if (job.sort == JobSort::standard)
    text += steps == 1 ? " with one step" : fmt::format(" with {} steps", steps);
  say("uses", " calls ");
  say("delegates", " delegates to ");
  for (const YamlNode* need : job.needs)
    text += (need == job.needs.front() ? "\n\nNeeds " : ", ") + as_code(need->value);
  say("environment", "\n\nEnvironment ");
  if (const YamlNode* outputs = job.find("outputs"); outputs != nullptr && !outputs->entries.empty()) {
    text += "\n\nOutputs:";
    for (const YamlEntry& entry : outputs->entries) text += " " + as_code(entry.key->value);
  }
  return text;
}

std::optional<Hover> hover_at(const Model& model, std::size_t byte, const Sources& sources,
                              CronTimes::Time now) {
  if (auto inside = hover_in_expressions(model, byte, sources)) return inside;
  return Hoverer(model, sources, now, byte).hover();
}

} // namespace unify_ls::workflow
