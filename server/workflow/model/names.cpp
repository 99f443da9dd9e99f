#include "server/workflow/model/names.h"

#include "server/workflow/expressions/lexer.h"
#include "server/workflow/model/model.h"
#include "server/workflow/model/script_words.h"
#include "server/workflow/near.h"
#include "server/workflow/scalar.h"
#include "server/workflow/schema/walk.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace unify_ls::workflow {

namespace {

/// A script declares an output of its step where it writes a file below this.
constexpr std::string_view outputs_folder = "CLOUDBEES_OUTPUTS";

/// Symbols kept of a file, and references. Through aliases a small text declares and reads one name, which
/// may be long, at thousands of places.
constexpr std::size_t max_names = 10'000;

bool is_kept(std::string_view name, std::size_t kept) {
  return name.size() <= max_near_length && kept < max_names;
}

/// Finds a symbol by kind, owner and name.
class Lookup {
 public:
  void add(const Symbol& symbol, int number) {
    numbers_.emplace(std::tuple(symbol.kind, symbol.owner, std::string_view(symbol.name)), number);
  }

  int find(NameKind kind, int owner, std::string_view name) const {
    const auto found = numbers_.find(std::tuple(kind, owner, name));
    return found == numbers_.end() ? Symbol::none : found->second;
  }

 private:
  std::map<std::tuple<NameKind, int, std::string_view>, int> numbers_;
};

/// Declares what a file names, in the order of the text.
class Declarer : public SchemaVisitor {
 public:
  explicit Declarer(Model& model) : model_(model) {}

  bool entry(const Object& object, const YamlEntry& entry, const Key* key) {
    if (key == nullptr || !resolved(*entry.key).is_scalar()) return true;
    if (&object == &schema::triggers) last_trigger_ = add(NameKind::trigger, entry);
    if (&object == &schema::jobs) job_ = add(NameKind::job, entry);
    if (&object == &schema::handlers) add(NameKind::handler, entry);
    if (!key->name.empty() || key->inside == nullptr) {
      if (is_variables(object)) add(NameKind::variable, entry, in_step_ ? owner_of_step(last_step()) : job_);
      if (key->place == Place::job_outputs) add(NameKind::job_output, entry, job_);
      return true;
    }
    const Object& inside = *key->inside;
    const bool input = find_key(inside, "default") != nullptr && find_key(inside, "required") != nullptr;
    const bool output = !input && find_key(inside, "value") != nullptr;
    const bool secret = !input && !output && find_key(inside, "required") != nullptr;
    if (input) add(NameKind::input, entry, last_trigger_);
    if (output) add(NameKind::output, entry);
    if (secret) add(NameKind::secret, entry);
    return true;
  }

  void enter(const Object& object, const YamlNode& mapping, const YamlNode* /*key_node*/) {
    if (&object == &schema::step) enter_step(mapping);
    if (&object == &schema::stage) {
      for (const YamlEntry& entry : mapping.entries)
        if (resolved(*entry.key).value == "name" && resolved(*entry.value).is_scalar())
          add(NameKind::stage, resolved(*entry.value), mapping.span.end);
    }
  }

  void leave(const Object& object, const YamlNode& /*mapping*/) {
    if (&object == &schema::step) in_step_ = false;
    if (&object == &schema::jobs) job_ = Symbol::none;
  }

  const std::vector<int>& steps() const { return steps_; }

 private:
  int last_step() const { return static_cast<int>(steps_.size()) - 1; }

  static bool is_variables(const Object& object) {
    return &object == &schema::environment_variables || &object == &schema::job_variables ||
           &object == &schema::step_variables || &object == &schema::handler_variables;
  }

  int add(NameKind kind, const YamlEntry& entry, int owner = Symbol::none) {
    return add(kind, resolved(*entry.key), std::max(entry.key->span.end, entry.value->span.end), owner);
  }

  int add(NameKind kind, const YamlNode& name, std::size_t end, int owner = Symbol::none) {
    if (!is_kept(name.value, model_.symbols.size())) return Symbol::none;
    const Span span = bare_span(name);
    model_.symbols.push_back({.kind = kind,
                              .name = name.value,
                              .name_span = span,
                              .span = {.begin = span.begin, .end = std::max(end, span.end)},
                              .owner = owner});
    return static_cast<int>(model_.symbols.size()) - 1;
  }

  void enter_step(const YamlNode& mapping) {
    const auto entries = merged_entries(mapping);
    const YamlNode* id = find_value(entries, "id");
    int step = Symbol::none;
    if (id != nullptr && id->is_scalar() && !id->value.empty())
      step = add(NameKind::step, *id, mapping.span.end, job_);
    steps_.push_back(step);
    in_step_ = true;
    const YamlNode* run = find_value(entries, "run");
    if (step != Symbol::none && run != nullptr && run->is_scalar()) add_script_outputs(*run, step);
  }

  /// `> "$CLOUDBEES_OUTPUTS/name"`, in whatever way the script quotes it.
  void add_script_outputs(const YamlNode& run, int step) {
    const std::string_view script = run.value;
    std::size_t at = script.find(outputs_folder);
    while (at != std::string_view::npos && model_.symbols.size() < max_names) {
      std::size_t begin = at + outputs_folder.size();
      while (begin < script.size() && (script[begin] == '}' || script[begin] == '"')) ++begin;
      std::size_t end = begin + 1;
      while (end < script.size() && (continues_name(script[end]) || script[end] == '.')) ++end;
      const bool named = begin < script.size() && script[begin] == '/' && end > begin + 1;
      if (named && end - begin - 1 <= max_near_length) {
        const auto place = model_.place(run, {.begin = begin + 1, .end = end});
        const Span span = place.value_or(run.span);
        model_.symbols.push_back({.kind = NameKind::step_output,
                                  .name = std::string(script.substr(begin + 1, end - begin - 1)),
                                  .name_span = span,
                                  .span = span,
                                  .owner = step,
                                  .editable = place.has_value()});
      }
      at = script.find(outputs_folder, begin);
    }
  }

  Model& model_;
  int last_trigger_ = Symbol::none;
  int job_ = Symbol::none;
  bool in_step_ = false;
  std::vector<int> steps_{}; ///< the symbol of each step of the model
};

/// Finds out what each name that is read means.
class Linker {
 public:
  Linker(Model& model, const std::vector<int>& steps) : model_(model), steps_(steps) {
    for (std::size_t i = 0; i < model.symbols.size(); ++i) {
      const Symbol& symbol = model.symbols[i];
      lookup_.add(symbol, static_cast<int>(i));
      if (symbol.kind == NameKind::input) inputs_.emplace(symbol.name, static_cast<int>(i));
      if (symbol.kind == NameKind::variable) variables_.emplace(symbol.name);
    }
  }

  void link() {
    for (const Job& job : model_.jobs)
      for (const YamlNode* name : job.needs) add(NameKind::job, name->value, bare_span(*name));
    link_stages();
    for (const PathUse& path : model_.paths) link(path);
    link_scripts();
    std::ranges::sort(model_.references, {}, [](const Reference& r) { return r.span.begin; });
  }

 private:
  /// Where a name is read, and whether an edit can follow it there.
  struct Said {
    Said(Span span, bool editable = true) : span(span), editable(editable) {}

    Span span;
    bool editable;
  };

  Said said(const YamlNode& scalar, Span part) const {
    const auto place = model_.place(scalar, part);
    return {place.value_or(scalar.span), place.has_value()};
  }

  int job_symbol(std::string_view name) const { return lookup_.find(NameKind::job, Symbol::none, name); }

  int symbol_of(const Job& job) const { return job_symbol(job.name); }

  int add(NameKind kind, std::string_view name, Said said, int owner = Symbol::none) {
    const int symbol =
        kind == NameKind::input ? input_named(name) : lookup_.find(kind, owner_of(kind, owner), name);
    refer(kind, name, said, owner, symbol);
    return symbol;
  }

  void refer(NameKind kind, std::string_view name, Said said, int owner, int symbol) {
    if (is_kept(name, model_.references.size()))
      model_.references.push_back({.kind = kind,
                                   .name = std::string(name),
                                   .span = said.span,
                                   .owner = owner,
                                   .symbol = symbol,
                                   .editable = said.editable});
  }

  static int owner_of(NameKind kind, int owner) {
    return kind == NameKind::job || kind == NameKind::secret ? Symbol::none : owner;
  }

  int input_named(std::string_view name) const {
    const auto found = inputs_.find(name);
    return found == inputs_.end() ? Symbol::none : found->second;
  }

  void link_stages() {
    const YamlNode* metadata = find_value(model_.top, "metadata");
    if (metadata == nullptr) return;
    const YamlNode* stages = find_value(merged_entries(*metadata), "stages/v1alpha1");
    if (stages == nullptr) return;
    for (const YamlNode* stage : stages->items) {
      const YamlNode* jobs = find_value(merged_entries(*stage), "jobs");
      if (jobs == nullptr) continue;
      for (const YamlNode* job : jobs->items)
        if (text_of(*job)) add(NameKind::job, resolved(*job).value, bare_span(resolved(*job)));
    }
  }

  void link(const PathUse& path) {
    if (path.context == nullptr || !path.has(0) || path.parts[0].name.empty()) return;
    const ExpressionUse& use = model_.expressions[static_cast<std::size_t>(path.use)];
    const int scope = scope_of(use.job);
    const std::string& name = path.parts[0].name;
    const Said at = said(*use.scalar, path.parts[0].span);
    const bool output = path.has(2) && path.parts[1].name == "outputs";
    const auto add_output = [&](NameKind kind, int owner) {
      if (output) add(kind, path.parts[2].name, said(*use.scalar, path.parts[2].span), owner);
    };
    switch (path.context->id) {
    case ContextName::needs:
    case ContextName::jobs: add_output(NameKind::job_output, add(NameKind::job, name, at)); return;
    case ContextName::steps: add_output(NameKind::step_output, add_step(name, at, scope, use.job)); return;
    case ContextName::inputs: add(NameKind::input, name, at); return;
    case ContextName::secrets: add(NameKind::secret, name, at); return;
    case ContextName::handlers: add(NameKind::handler, name, at); return;
    case ContextName::env:
      refer(NameKind::variable, name, at, Symbol::none, variable(name, use.step, scope));
      return;
    default: return;
    }
  }

  int add_step(const std::string& id, Said said, int scope, int job) {
    const int step = model_.step_with_id(job, id);
    const int symbol = step < 0 ? Symbol::none : steps_[static_cast<std::size_t>(step)];
    refer(NameKind::step, id, said, scope, symbol);
    return symbol;
  }

  /// The symbol of a job; none outside of jobs.
  int scope_of(int job) const {
    return job < 0 ? Symbol::none : symbol_of(model_.jobs[static_cast<std::size_t>(job)]);
  }

  /// The step's own variables win over the job's, those over the workflow's.
  int variable(std::string_view name, int step, int scope) const {
    int found = Symbol::none;
    if (step >= 0) found = lookup_.find(NameKind::variable, owner_of_step(step), name);
    if (found == Symbol::none && scope != Symbol::none) found = lookup_.find(NameKind::variable, scope, name);
    return found == Symbol::none ? lookup_.find(NameKind::variable, Symbol::none, name) : found;
  }

  /// What scripts read of the variables that are declared here.
  void link_scripts() {
    if (variables_.empty()) return;
    std::size_t words = 0;
    for (std::size_t i = 0; i < model_.steps.size() && words < max_script_words; ++i) {
      const YamlNode* run = model_.steps[i].find("run");
      if (run != nullptr && run->is_scalar()) words += link_script(static_cast<int>(i), *run);
    }
  }

  /// How many words that took.
  std::size_t link_script(int number, const YamlNode& run) {
    const Step& step = model_.steps[static_cast<std::size_t>(number)];
    const YamlNode* shell = step.find("shell");
    const std::string_view named = shell != nullptr && shell->is_scalar() ? shell->value : std::string_view();
    // Through aliases one long script may be that of many steps.
    const auto [known, is_new] = scripts_.try_emplace(std::pair(&run, named));
    if (is_new)
      for (const ScriptWord& word : words_of_script(run.value, named, variables_)) {
        const Said at = said(run, word.span);
        known->second.push_back({part_of(run.value, word.span), {at.span, at.editable && word.reads}});
      }
    const int scope = scope_of(step.job);
    for (const auto& [name, at] : known->second)
      if (const int symbol = variable(name, number, scope); symbol != Symbol::none)
        refer(NameKind::variable, name, at, Symbol::none, symbol);
    return known->second.size();
  }

  Model& model_;
  const std::vector<int>& steps_;
  Lookup lookup_;
  std::map<std::string_view, int> inputs_;
  std::set<std::string_view> variables_;
  std::map<std::pair<const YamlNode*, std::string_view>, std::vector<std::pair<std::string_view, Said>>>
      scripts_;
};

} // namespace

void index_names(Model& model) {
  Declarer declarer(model);
  SchemaWalk<Declarer>(declarer).mapping(*model.root, object_of_file(model.kind), nullptr);
  Linker(model, declarer.steps()).link();
}

} // namespace unify_ls::workflow
