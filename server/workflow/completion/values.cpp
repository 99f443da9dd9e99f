#include "server/workflow/catalog/catalog.h"
#include "server/workflow/completion/around.h"
#include "server/workflow/completion/offers.h"
#include "server/workflow/completion/quoting.h"
#include "server/workflow/inputs.h"
#include "server/workflow/run_document/write.h"
#include "server/workflow/scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace unify_ls::workflow {
namespace {

class Values {
 public:
  Values(const Asked& asked, const SchemaFrame& frame, bool in_list, std::vector<Offer>& offers)
      : asked_(asked),
        frame_(frame),
        key_(*frame.key),
        in_list_(in_list),
        offers_(offers) {
    if (const YamlNode* scalar = asked.cursor.place().scalar) written_.style = scalar->style;
    written_.flow = asked.cursor.is_in_flow();
  }

  void offer_all() {
    for (const Value& value : key_.values)
      if (value.offered && !is_listed(value.text)) add(value.text, OfferKind::value, {}, value.doc);
    if (key_.inside == &schema::triggers) offer_triggers();
    offer_names();
    if (key_.shapes.bits == Shapes(Shape::boolean).bits) offer_booleans();
    if (key_.name == "default") offer_defaults();
    if (key_.name.empty()) offer_argument();
  }

 private:
  void add(std::string_view text, OfferKind kind, std::string_view detail = {}, std::string_view doc = {}) {
    auto written = as_value(text, written_);
    if (offers_.size() >= max_offers || !written) return;
    offers_.push_back({.label = std::string(text),
                       .kind = kind,
                       .text = *std::move(written),
                       .detail = std::string(detail),
                       .doc = std::string(doc)});
  }

  void add(const Usage::Names& names, OfferKind kind, std::string_view detail) {
    for (const std::string& name : names)
      if (!is_listed(name) && !is_offered(name)) add(name, kind, detail);
  }

  /// Whether the list that the cursor is in has it already.
  bool is_listed(std::string_view text) const {
    if (!in_list_ || frame_.entry == nullptr) return false;
    return std::ranges::any_of(frame_.entry->value->items, [text](const YamlNode* item) {
      return item->is_scalar() && item->value == text;
    });
  }

  bool is_offered(std::string_view text) const {
    return std::ranges::any_of(offers_, [text](const Offer& offer) { return offer.label == text; });
  }

  void offer_triggers() {
    for (const Key& trigger : schema::triggers.keys)
      if (!is_listed(trigger.name) && trigger.shapes.has(Shape::empty))
        add(trigger.name, OfferKind::value, {}, trigger.doc);
  }

  void offer_booleans() {
    add("true", OfferKind::value);
    add("false", OfferKind::value);
  }

  void offer_names() {
    const Usage& used = asked_.used;
    constexpr std::string_view seen = "used in this repository";
    switch (key_.names) {
    case Names::none: return;
    case Names::job: return offer_jobs();
    case Names::action:
      offer_local(CalledKind::action);
      add(used.images, OfferKind::file, seen);
      add(used.actions, OfferKind::file, seen);
      return offer_published(false);
    case Names::called_workflow:
      offer_local(CalledKind::workflow);
      return add(used.workflows, OfferKind::file, seen);
    case Names::custom_job:
      offer_local(CalledKind::custom_job);
      add(used.custom_jobs, OfferKind::file, seen);
      return offer_published(true);
    case Names::environment: return add(used.environments, OfferKind::name, seen);
    case Names::runner_label: return add(used.labels, OfferKind::name, seen);
    case Names::branch_pattern: return add(used.branches, OfferKind::name, seen);
    case Names::cron:
      add("0 6 * * 1-5", OfferKind::value, "at 06:00 UTC, Monday to Friday");
      add("0 * * * *", OfferKind::value, "every hour");
      return add("0 3 * * 0", OfferKind::value, "at 03:00 UTC on Sundays");
    case Names::run_workflow:
    case Names::run_branch:
    case Names::run_input: return offer_for_run();
    case Names::tag_pattern:
    case Names::path_pattern: return;
    }
  }

  /// What a run document may name, as far as it is known what can be run.
  void offer_for_run() {
    const Runnable* runnable = asked_.sources.runnable();
    if (runnable == nullptr) return;
    if (key_.names == Names::run_workflow)
      for (const std::string& workflow : runnable->workflows) add_text(workflow, OfferKind::file);
    if (key_.names == Names::run_branch)
      for (const std::string& branch : runnable->branches)
        add_text(branch, OfferKind::name, branch == runnable->branch ? "meant without this line" : "");
    if (key_.names != Names::run_input || frame_.entry == nullptr) return;
    const Input* input = runnable->find_input(frame_.entry->key->value);
    if (input == nullptr) return;
    const std::optional<std::string> usual = usable_default(*input);
    std::vector<std::string> values = input->options;
    if (input->type == InputType::boolean) values = {"true", "false"};
    if (values.empty() && usual) values = {*usual};
    for (const std::string& value : values)
      add_text(value, OfferKind::value, value == usual ? "default" : "");
  }

  /// A text that has to be read as it is, whatever it looks like.
  void add_text(const std::string& text, OfferKind kind, std::string_view detail = {}) {
    const std::size_t before = offers_.size();
    add(text, kind, detail);
    const bool plain = written_.style == YamlNode::Style::plain;
    if (offers_.size() > before && plain) offers_.back().text = yaml_scalar(text);
  }

  void offer_local(CalledKind kind) {
    for (const std::string& path : asked_.sources.local_paths(kind)) {
      if (kind == CalledKind::workflow) {
        const Called called = asked_.sources.local(kind, path);
        if (called.callable == nullptr || !called.callable->can_be_called) continue;
      }
      add("./" + path, OfferKind::file, "in this repository");
    }
  }

  void offer_published(bool custom_jobs) {
    const std::string detail = fmt::format("published, as of {}", catalog_date());
    for (const std::string& name : published_names()) {
      const bool file = name.ends_with(".yml") || name.ends_with(".yaml");
      const std::string full = fmt::format("{}@{}", name, newest_version(name));
      if (file == custom_jobs && !is_offered(full)) add(full, OfferKind::file, detail);
    }
  }

  /// A job and those that wait for it, directly or through others.
  std::set<std::string_view> waiting_for(std::string_view job) const {
    std::multimap<std::string_view, std::string_view> waiting;
    for (const Job& other : asked_.cursor.model().jobs)
      for (const YamlNode* need : other.needs) waiting.emplace(need->value, other.name);
    std::set<std::string_view> found{job};
    std::vector<std::string_view> next{job};
    while (!next.empty()) {
      const auto [begin, end] = waiting.equal_range(next.back());
      next.pop_back();
      for (auto one = begin; one != end; ++one)
        if (found.insert(one->second).second) next.push_back(one->second);
    }
    return found;
  }

  void offer_jobs() {
    const Model& model = asked_.cursor.model();
    const Job* own = job_at(asked_.cursor.model(), asked_.cursor.place());
    const auto unfit = own == nullptr ? jobs_in_stages() : waiting_for(own->name);
    for (const Job& job : model.jobs) {
      if (unfit.contains(job.name)) continue;
      if (job.outside || is_listed(job.name)) continue;
      add(job.name, OfferKind::name, "job");
    }
  }

  /// Each job belongs into one stage.
  std::set<std::string_view> jobs_in_stages() const {
    const Model& model = asked_.cursor.model();
    const YamlNode* metadata = find_value(model.top, "metadata");
    const YamlNode* stages =
        metadata == nullptr ? nullptr : find_value(merged_entries(*metadata), "stages/v1alpha1");
    std::set<std::string_view> found;
    if (stages == nullptr) return found;
    for (const YamlNode* stage : stages->items)
      if (const YamlNode* jobs = find_value(merged_entries(*stage), "jobs"); jobs != nullptr)
        for (const YamlNode* item : jobs->items) found.insert(resolved(*item).value);
    return found;
  }

  /// The default of an input goes by its type.
  void offer_defaults() {
    const YamlNode* type = find_value(frame_.mapping->entries, "type");
    const YamlNode* options = find_value(frame_.mapping->entries, "options");
    if (type != nullptr && type->value == "boolean") offer_booleans();
    if (options == nullptr) return;
    for (const YamlNode* option : options->items)
      if (const auto text = text_of(*option)) add(*text, OfferKind::value, "option");
  }

  /// A value for what is called, where its type is known.
  void offer_argument() {
    const SchemaFrame* holder = asked_.cursor.place().above();
    if (holder == nullptr || holder->key == nullptr || holder->key->name != "with") return;
    const CalledAround called = called_around(asked_.cursor.model(), asked_.cursor.place(), asked_.sources);
    const Callable::Input* input = called.thing.callable == nullptr
                                       ? nullptr
                                       : called.thing.callable->find_input(frame_.entry->key->value);
    if (input == nullptr) return;
    if (input->type == "boolean" || boolean_of_text(input->default_text)) offer_booleans();
  }

  const Asked& asked_;
  const SchemaFrame& frame_;
  const Key& key_;
  bool in_list_;
  ScalarPlace written_;
  std::vector<Offer>& offers_;
};

} // namespace

void offer_values(const Asked& asked, const SchemaFrame& frame, bool in_list, std::vector<Offer>& offers) {
  if (frame.key != nullptr) Values(asked, frame, in_list, offers).offer_all();
}

} // namespace unify_ls::workflow
