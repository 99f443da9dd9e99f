#include "server/workflow/navigation/things.h"

#include "server/base/text.h"
#include "server/workflow/checks/uses.h"
#include "server/workflow/completion/quoting.h"
#include "server/workflow/expressions/lexer.h"
#include "server/workflow/model/script_words.h"
#include "server/workflow/navigation/anchors.h"
#include "server/workflow/run_document/write.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace unify_ls::workflow {

bool holds(Span name, std::size_t byte) { return name.begin <= byte && byte <= name.end; }

namespace {

/// An input may be declared by several triggers, and is one all the same; so is an output that a script
/// writes twice.
bool is_same(const Symbol& a, const Symbol& b) {
  return a.kind == b.kind && a.name == b.name && (a.kind == NameKind::input || a.owner == b.owner);
}

/// Through an anchor one place of the text may declare or read a thing several times.
void leave_each_once(std::vector<Span>& places) {
  std::ranges::sort(places, {}, [](Span place) { return std::pair(place.begin, place.end); });
  const auto rest = std::ranges::unique(places);
  places.erase(rest.begin(), rest.end());
}

/// Which symbols are this one thing. Through an anchor the steps of several jobs may share one declaration.
std::vector<bool> symbols_of(const Model& model, const Symbol& symbol) {
  std::set<std::size_t> places;
  for (const Symbol& other : model.symbols)
    if (is_same(symbol, other)) places.insert(other.name_span.begin);
  std::vector<bool> are_it;
  for (const Symbol& other : model.symbols)
    are_it.push_back(other.kind == symbol.kind && other.name == symbol.name &&
                     (is_same(symbol, other) || places.contains(other.name_span.begin)));
  return are_it;
}

Thing thing_of(const Model& model, const Symbol& symbol) {
  Thing thing{.kind = symbol.kind, .name = symbol.name};
  const std::vector<bool> are_it = symbols_of(model, symbol);
  for (std::size_t i = 0; i < model.symbols.size(); ++i) {
    const Symbol& other = model.symbols[i];
    if (are_it[i]) (other.editable ? thing.declarations : thing.unclear).push_back(other.name_span);
  }
  for (const Reference& reference : model.references)
    if (reference.symbol != Symbol::none && are_it[static_cast<std::size_t>(reference.symbol)])
      (reference.editable ? thing.uses : thing.unclear).push_back(reference.span);
  leave_each_once(thing.declarations);
  leave_each_once(thing.uses);
  leave_each_once(thing.unclear);
  return thing;
}

/// The uses of a name that this file does not declare, such as a secret's.
Thing thing_of(const Model& model, const Reference& read) {
  Thing thing{.kind = read.kind, .name = read.name};
  for (const Reference& other : model.references)
    if (other.symbol == Symbol::none && other.kind == read.kind && other.name == read.name &&
        other.owner == read.owner)
      (other.editable ? thing.uses : thing.unclear).push_back(other.span);
  leave_each_once(thing.uses);
  leave_each_once(thing.unclear);
  return thing;
}

std::optional<LocalUses> local_uses_of(const YamlNode* uses, CalledKind kind) {
  if (uses == nullptr || !uses->is_scalar()) return std::nullopt;
  Uses read = read_uses(uses->value);
  if (read.kind != Uses::Kind::local) return std::nullopt;
  return LocalUses{.span = bare_span(*uses), .called = kind, .path = std::move(read.path)};
}

std::optional<LocalUses> local_uses_of(const Job& job) {
  if (auto uses = local_uses_of(job.find("uses"), CalledKind::workflow)) return uses;
  return local_uses_of(job.find("delegates"), CalledKind::custom_job);
}

class ForeignNames {
 public:
  explicit ForeignNames(const Model& model) : model_(model) {}

  std::vector<ForeignName> take() {
    for (const Step& step : model_.steps)
      if (const auto uses = local_uses_of(step.find("uses"), CalledKind::action))
        add_keys(step.find("with"), NameKind::input, *uses);
    for (const Job& job : model_.jobs)
      if (const auto uses = local_uses_of(job)) {
        add_keys(job.find("with"), NameKind::input, *uses);
        add_keys(job.find("secrets"), NameKind::secret, *uses);
      }
    for (const PathUse& path : model_.paths) add_output(path);
    std::ranges::sort(names_, {}, [](const ForeignName& name) {
      return std::tuple(name.span.begin, name.kind, std::string_view(name.path), std::string_view(name.name));
    });
    const auto rest = std::ranges::unique(names_, [](const ForeignName& a, const ForeignName& b) {
      return a.span == b.span && a.kind == b.kind && a.path == b.path && a.name == b.name;
    });
    names_.erase(rest.begin(), rest.end());
    return std::move(names_);
  }

 private:
  void add_keys(const YamlNode* mapping, NameKind kind, const LocalUses& uses) {
    if (mapping == nullptr) return;
    for (const YamlEntry& entry : mapping->entries)
      if (entry.key->is_scalar())
        names_.push_back({.span = bare_span(*entry.key),
                          .kind = kind,
                          .name = entry.key->value,
                          .called = uses.called,
                          .path = uses.path});
  }

  void add_output(const PathUse& path) {
    if (path.context == nullptr || !path.has(2) || path.parts[1].name != "outputs") return;
    const ExpressionUse& use = model_.expressions[static_cast<std::size_t>(path.use)];
    std::optional<LocalUses> uses;
    if (path.context->id == ContextName::steps) {
      const int step = model_.step_with_id(use.job, path.parts[0].name);
      if (step >= 0)
        uses = local_uses_of(model_.steps[static_cast<std::size_t>(step)].find("uses"), CalledKind::action);
    } else if (path.context->id == ContextName::needs || path.context->id == ContextName::jobs) {
      const int job = model_.job_named(path.parts[0].name);
      if (job >= 0) uses = local_uses_of(model_.jobs[static_cast<std::size_t>(job)]);
    }
    if (!uses) return;
    const auto place = model_.place(use, path.parts[2].span);
    names_.push_back({.span = place.value_or(use.scalar->span),
                      .kind = NameKind::output,
                      .name = path.parts[2].name,
                      .called = uses->called,
                      .path = uses->path,
                      .editable = place.has_value()});
  }

  const Model& model_;
  std::vector<ForeignName> names_;
};

/// A text that YAML takes for itself wherever it stands; words between blanks need no quotes.
std::string words_in_yaml(std::string_view text) {
  std::string joined(text);
  std::erase(joined, ' ');
  const bool plain = trimmed(text) == text && joined != text && yaml_scalar(joined) == joined;
  return plain ? std::string(text) : yaml_scalar(text);
}

} // namespace

std::optional<Thing> thing_at(const Model& model, std::size_t byte) {
  for (const Reference& reference : model.references) {
    if (!reference.editable || !holds(reference.span, byte)) continue;
    if (reference.symbol == Symbol::none) return thing_of(model, reference);
    return thing_of(model, model.symbols[static_cast<std::size_t>(reference.symbol)]);
  }
  for (const Symbol& symbol : model.symbols)
    if (symbol.editable && holds(symbol.name_span, byte)) return thing_of(model, symbol);
  return anchor_at(model, byte);
}

Thing thing_named(const Model& model, NameKind kind, std::string_view name) {
  for (const Symbol& symbol : model.symbols)
    if (symbol.kind == kind && symbol.name == name) return thing_of(model, symbol);
  return {.kind = kind, .name = std::string(name)};
}

bool is_public(NameKind kind) {
  return kind == NameKind::input || kind == NameKind::output || kind == NameKind::secret;
}

std::vector<ForeignName> foreign_names(const Model& model) { return ForeignNames(model).take(); }

std::vector<LocalUses> local_uses(const Model& model) {
  std::vector<LocalUses> all;
  for (const Step& step : model.steps)
    if (auto uses = local_uses_of(step.find("uses"), CalledKind::action)) all.push_back(*std::move(uses));
  for (const Job& job : model.jobs)
    if (auto uses = local_uses_of(job)) all.push_back(*std::move(uses));
  return all;
}

bool is_fit_name(NameKind kind, std::string_view name) {
  if (kind == NameKind::variable) return is_variable_name(name);
  if (kind != NameKind::stage) return is_name(name);
  // What needs no escapes can be written in each kind of quotes.
  const std::string_view inner = trimmed(name);
  return !inner.empty() && !yaml_scalar(inner).starts_with('"') && printable(name) == name;
}

std::string written_name(const Model& model, const Thing& thing, Span place, std::string_view name) {
  if (thing.kind != NameKind::stage) return std::string(name);
  const auto& nodes = model.source->tree().nodes();
  const auto node = std::ranges::find_if(
      nodes, [place](const YamlNode& one) { return one.is_scalar() && bare_span(one) == place; });
  const bool quoted = node != nodes.end() && node->is_quoted();
  if (!quoted) return words_in_yaml(name);
  // No fit name needs more than its quotes escaped, so that each kind of them can hold it.
  return as_part(name, {.style = node->style}).value_or(std::string(name));
}

std::string cannot_follow(const Model& model, std::string_view name, Span where, std::string_view file) {
  return fmt::format(
      "{} stands in line {}{}{} too, in a way that a rename cannot follow: change it there first.",
      quoted(name), model.source->position(where.begin).line + 1, file.empty() ? "" : " of ", file);
}

namespace {

std::string no_name(NameKind kind, std::string_view name) {
  switch (kind) {
  case NameKind::stage:
    return fmt::format("{} is not a name for a stage: write one line of printable text.", quoted(name));
  case NameKind::variable:
    return fmt::format(
        "{} is not a name for a variable: write letters, digits and _, and begin with a letter or _.",
        quoted(name));
  default:
    return fmt::format("{} is not a name: write letters, digits, - and _, and begin with a letter or _.",
                       quoted(name));
  }
}

} // namespace

std::optional<std::string> refusal_to_rename(const Model& model, const Thing& thing, std::string_view name) {
  if (thing.kind == NameKind::trigger || thing.kind == NameKind::handler)
    return "The language has this name; it cannot be another.";
  if (thing.declarations.empty())
    return fmt::format("{} is not declared in this file, so that it cannot be renamed here.",
                       quoted(thing.name));
  if (!thing.unclear.empty()) return cannot_follow(model, thing.name, thing.unclear.front(), {});
  if (name == thing.name) return std::nullopt;
  if (!is_fit_name(thing.kind, name)) return no_name(thing.kind, name);
  const auto declared = std::ranges::find_if(model.symbols, [&thing](const Symbol& symbol) {
    return symbol.kind == thing.kind && symbol.name_span == thing.declarations.front();
  });
  const bool taken = std::ranges::any_of(model.symbols, [&](const Symbol& symbol) {
    return symbol.kind == thing.kind && symbol.name == name &&
           (thing.kind == NameKind::input || declared == model.symbols.end() ||
            symbol.owner == declared->owner);
  });
  if (taken || (thing.kind == NameKind::anchor && has_anchor(model, name)))
    return fmt::format("There is a {} already.", quoted(name));
  return std::nullopt;
}

} // namespace unify_ls::workflow
