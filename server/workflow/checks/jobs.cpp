#include "server/workflow/checks/edits.h"
#include "server/workflow/checks/reference_fixes.h"
#include "server/workflow/checks/values.h"
#include "server/workflow/numbers.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <utility>

namespace unify_ls::workflow {

namespace {

constexpr double longest_standard_job = 180; // minutes
constexpr double longest_custom_job = 4320;

/// Stages that a job without one can be added to.
constexpr std::size_t max_offered = 10;

/// Labels that mean a machine of GitHub's: an edge runner has one only where somebody gave it that label.
constexpr std::string_view hosted_runners[] = {
    "ubuntu-latest", "ubuntu-24.04", "ubuntu-22.04", "ubuntu-20.04", "windows-latest", "windows-2022",
    "windows-2019",  "macos-latest", "macos-14",     "macos-13",     "macos-12"};

void job_outside(Rules& rules, const Job& job) {
  Finding& finding = rules.add(Code::job_outside, Severity::warning, *job.name_node,
                               fmt::format("The job {} stands beside `jobs`, not in it.", quoted(job.name)));
  // Indenting it puts it into `jobs` where that is what comes before it.
  const auto& entries = rules.model.root->entries;
  const auto at = std::ranges::find(entries, job.name_node, &YamlEntry::key);
  if (at == entries.begin() || at == entries.end() || rules.model.root->flow) return;
  const YamlEntry& before = *(at - 1);
  const YamlNode& jobs = resolved(*before.value);
  const bool open = (jobs.is_mapping() && !jobs.flow && !jobs.entries.empty()) || is_null(jobs);
  if (resolved(*before.key).value != "jobs" || !open) return;
  const std::size_t by = jobs.is_mapping() ? column_of(rules.text, jobs.entries.front().key->span.begin) : 2;
  const std::size_t end = content_end(rules.text, job.name_node->span.end, job.value->span.end);
  finding.fixes.push_back(
      {.title = "Indent it", .edits = indented(rules.text, job.name_node->span.begin, end, by)});
}

void job_body_list(Rules& rules, const Job& job) {
  Finding& finding = rules.add(Code::job_body_list, Severity::warning, *job.name_node,
                               "`steps:` is missing above this list.");
  if (job.value->flow || job.value->items.empty()) return;
  const std::size_t column = column_of(rules.text, job.name_node->span.begin) + 2;
  const std::size_t dash = line_start(rules.text, job.value->span.begin);
  const std::size_t indent = indent_of(rules.text, dash);
  if (indent < column) return; // the list would have to move too
  finding.fixes.push_back(
      {.title = "Insert `steps:`", .edits = {line_before(rules.text, dash, column, "steps:")}});
}

/// A key that is nearly one of the three has been told to its author already.
bool has_misspelt_sort(Rules& rules, const Job& job) {
  const std::vector<std::string> sorts{"steps", "uses", "delegates"};
  return std::ranges::any_of(job.entries, [&rules, &sorts](const YamlEntry& entry) {
    return !entry.key->complete || !rules.nearest(resolved(*entry.key).value, sorts).empty();
  });
}

void check_sort(Rules& rules, const Job& job) {
  if (job.sort == JobSort::none) {
    if (job.body != nullptr && (lacks_anchor(*job.body) || has_misspelt_sort(rules, job))) return;
    rules.add(Code::job_sort, Severity::error, *job.name_node,
              fmt::format("The job {} needs `steps`, `uses` or `delegates`.", quoted(job.name)));
    return;
  }
  if (job.sort != JobSort::several) return;
  Finding& finding = rules.add(Code::job_sort, Severity::error, *job.name_node,
                               "A job has only one of `steps`, `uses` and `delegates`.");
  for (const std::string_view key : {"steps", "uses", "delegates"})
    if (const YamlEntry* entry = find_entry(job.body->entries, key))
      finding.related.push_back({.span = entry->key->span, .message = fmt::format("`{}` stands here.", key)});
}

void check_outputs_on_call(Rules& rules, const Job& job) {
  if (job.sort != JobSort::calling) return;
  const YamlEntry* outputs = find_entry(job.body->entries, "outputs");
  // The web editor writes empty ones.
  if (outputs == nullptr || resolved(*outputs->value).entries.empty()) return;
  Finding& finding = rules.add(Code::job_outputs_on_call, Severity::error, *outputs->key,
                               "A job that calls a workflow has no `outputs` of its own.");
  if (auto edit = remove_entry(rules.text, *job.body, *outputs))
    finding.fixes.push_back({.title = "Remove `outputs`", .edits = {*std::move(edit)}});
}

void check_timeout(Rules& rules, const Job& job) {
  const YamlNode* minutes = job.find("timeout-minutes");
  if (minutes == nullptr || !minutes->is_scalar() || !shortest_decimal(minutes->value)) return;
  double number = 0;
  const std::string& text = minutes->value;
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc()) return;
  const bool standard = job.sort == JobSort::standard;
  const double most = standard ? longest_standard_job : longest_custom_job;
  if ((!standard && job.sort != JobSort::delegating) || number <= most) return;
  rules.add(Code::job_timeout, Severity::information, *minutes,
            fmt::format("A {} job takes at most {} minutes.", standard ? "standard" : "custom", most));
}

void check_label(Rules& rules, const YamlNode& label) {
  if (std::ranges::find(hosted_runners, label.value) == std::end(hosted_runners)) return;
  rules.add(Code::value_unknown, Severity::information, label,
            fmt::format("{} is a machine of GitHub's; here it is the label of an edge runner.",
                        quoted(label.value)));
}

void check_labels(Rules& rules, const Job& job) {
  const YamlNode* labels = job.find("runs-on");
  if (labels == nullptr) return;
  if (labels->is_scalar()) check_label(rules, *labels);
  for (const YamlNode* item : labels->items)
    if (resolved(*item).is_scalar() && !rules.is_full()) check_label(rules, resolved(*item));
}

void check_services(Rules& rules, const Job& job) {
  constexpr std::string_view scheme = "docker://";
  const YamlNode* services = job.find("services");
  if (services == nullptr) return;
  for (const YamlEntry& service : merged_entries(*services)) {
    if (rules.is_full()) return;
    const YamlNode* image = find_value(merged_entries(*service.value), "image");
    if (image == nullptr || !image->is_scalar() || !image->value.starts_with(scheme)) continue;
    Finding& finding = rules.add(Code::value_unknown, Severity::warning, *image,
                                 "The image of a service is written without `docker://`.");
    const std::size_t begin = bare_span(*image).begin;
    if (!image->is_block())
      finding.fixes.push_back(
          replace("Remove `docker://`", {.begin = begin, .end = begin + scheme.size()}, {}));
  }
}

// Stages

void check_stages(Rules& rules) {
  const Model& model = rules.model;
  const YamlNode* metadata = find_value(model.top, "metadata");
  if (metadata == nullptr || model.jobs.empty()) return;
  const YamlNode* stages = find_value(merged_entries(*metadata), "stages/v1alpha1");
  if (stages == nullptr || !stages->is_sequence() || stages->items.empty()) return;
  std::vector<const YamlNode*> first(model.jobs.size(), nullptr);
  std::vector<std::string> names;
  for (const Job& job : model.jobs) names.emplace_back(job.name);
  for (const YamlNode* stage : stages->items) {
    const YamlNode* jobs = find_value(merged_entries(*stage), "jobs");
    if (jobs == nullptr || !jobs->is_sequence()) continue;
    for (const YamlNode* item : jobs->items) {
      if (rules.is_full()) return;
      const YamlNode& name = resolved(*item);
      if (!text_of(name) || is_expression(name)) continue;
      const int job = model.job_named(name.value);
      if (job < 0) {
        const std::string near = rules.nearest(name.value, names);
        Finding& finding =
            rules.add(Code::stage_job_unknown, Severity::error, name,
                      fmt::format("There is no job {}.{}", quoted(name.value), did_you_mean(near)));
        if (!near.empty())
          finding.fixes.push_back(replace(fmt::format("Write `{}`", near), bare_span(name), near));
        continue;
      }
      const YamlNode*& earlier = first[static_cast<std::size_t>(job)];
      if (earlier == nullptr) {
        earlier = &name;
        continue;
      }
      Finding& finding = rules.add(Code::stage_job_twice, Severity::warning, name,
                                   fmt::format("The job {} is in a stage already.", quoted(name.value)));
      finding.related.push_back({.span = earlier->span, .message = "Here."});
      if (!rules.spend(jobs->items.size())) continue;
      if (auto edit = remove_item(rules.text, *jobs, name))
        finding.fixes.push_back(
            {.title = "Remove it from this stage", .edits = {*std::move(edit)}, .sure = false});
    }
  }
  for (std::size_t i = 0; i < model.jobs.size() && !rules.is_full(); ++i) {
    if (first[i] != nullptr || model.jobs[i].outside) continue;
    Finding& finding = rules.add(Code::stage_job_none, Severity::information, *model.jobs[i].name_node,
                                 fmt::format("The job {} is in no stage.", quoted(model.jobs[i].name)));
    for (const YamlNode* stage : std::span(stages->items).first(std::min(stages->items.size(), max_offered)))
      if (auto fix = add_to_stage(rules, resolved(*stage), model.jobs[i].name))
        finding.fixes.push_back(*std::move(fix));
  }
}

} // namespace

void check_jobs(Rules& rules) {
  for (const Job& job : rules.model.jobs) {
    if (rules.is_full()) return;
    if (!job.name_node->complete || job.name == "<<") continue;
    if (job.outside) {
      job_outside(rules, job);
      continue;
    }
    const YamlNode& value = *job.value;
    if (value.is_sequence()) {
      job_body_list(rules, job);
      continue;
    }
    if (value.is_scalar() && !is_null(value)) {
      if (!is_expression(value))
        rules.add(Code::value_type, Severity::error, value,
                  fmt::format("A job is a mapping with keys of its own, not {}.", quoted(value.value)));
      continue;
    }
    check_sort(rules, job);
    if (job.body == nullptr) continue;
    check_outputs_on_call(rules, job);
    check_timeout(rules, job);
    check_labels(rules, job);
    check_services(rules, job);
  }
  check_stages(rules);
}

} // namespace unify_ls::workflow
