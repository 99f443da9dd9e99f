#include "server/workflow/checks/edits.h"
#include "server/workflow/checks/rules.h"
#include "server/workflow/checks/values.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace unify_ls::workflow {

namespace {

/// Takes one name out of `needs`; the whole key where it is the only one.
std::optional<TextEdit> remove_need(Rules& rules, const Job& job, const YamlNode& name) {
  const YamlNode* needs = job.find("needs");
  const YamlEntry* entry = find_entry(job.body->entries, "needs");
  if (needs == nullptr || entry == nullptr) return std::nullopt;
  if (!rules.spend(job.needs.size())) return std::nullopt;
  if (job.needs.size() > 1) return remove_item(rules.text, *needs, name);
  return remove_entry(rules.text, *job.body, *entry);
}

/// Which jobs each job waits for, by number. What is not known is left out.
using Waits = std::vector<std::vector<std::pair<int, const YamlNode*>>>;

Waits check_names(Rules& rules) {
  const Model& model = rules.model;
  Waits waits(model.jobs.size());
  for (std::size_t i = 0; i < model.jobs.size(); ++i) {
    const Job& job = model.jobs[i];
    for (const YamlNode* name : job.needs) {
      if (rules.is_full()) return waits;
      if (!name->complete || is_expression(*name)) continue;
      const int other = model.job_named(name->value);
      if (other < 0) {
        std::vector<std::string> names;
        if (rules.may_compare(model.jobs.size()))
          for (const Job& one : model.jobs)
            if (one.name != job.name) names.emplace_back(one.name);
        const std::string near = rules.nearest(name->value, names);
        Finding& finding =
            rules.add(Code::needs_unknown, Severity::error, *name,
                      fmt::format("There is no job {}.{}", quoted(name->value), did_you_mean(near)));
        if (!near.empty())
          finding.fixes.push_back(replace(fmt::format("Write `{}`", near), bare_span(*name), near));
      } else if (model.jobs[static_cast<std::size_t>(other)].name == job.name) {
        Finding& finding = rules.add(Code::needs_self, Severity::error, *name,
                                     fmt::format("The job {} waits for itself.", quoted(job.name)));
        if (auto edit = remove_need(rules, job, *name))
          finding.fixes.push_back({.title = "Remove it", .edits = {*std::move(edit)}});
      } else {
        waits[i].emplace_back(other, name);
      }
    }
  }
  return waits;
}

/// Looks for jobs that wait for one another, without recursion: a hostile file may have thousands in a row.
class CycleSearch {
 public:
  CycleSearch(Rules& rules, const Waits& waits) : rules_(rules), waits_(waits), states_(waits.size()) {}

  void search() {
    for (std::size_t i = 0; i < waits_.size(); ++i)
      if (states_[i] == State::unseen) search_from(static_cast<int>(i));
  }

 private:
  enum class State { unseen, open, done };

  struct Step {
    int job;
    std::size_t next = 0; ///< which of its needs comes next
  };

  void search_from(int start) {
    std::vector<Step> path{{.job = start}};
    states_[static_cast<std::size_t>(start)] = State::open;
    while (!path.empty()) {
      Step& step = path.back();
      const auto& needs = waits_[static_cast<std::size_t>(step.job)];
      if (step.next == needs.size()) {
        states_[static_cast<std::size_t>(step.job)] = State::done;
        path.pop_back();
        continue;
      }
      const auto [other, name] = needs[step.next++];
      State& state = states_[static_cast<std::size_t>(other)];
      if (state == State::open && told_++ < max_findings) report(path, other, *name);
      if (state != State::unseen) continue;
      state = State::open;
      path.push_back({.job = other});
    }
  }

  void report(const std::vector<Step>& path, int first, const YamlNode& name) {
    const auto begin = std::ranges::find(path, first, &Step::job);
    std::string text;
    Finding& finding = rules_.add(Code::needs_cycle, Severity::error, name, {});
    for (auto step = begin; step != path.end(); ++step) {
      const Job& job = rules_.model.jobs[static_cast<std::size_t>(step->job)];
      if (static_cast<std::size_t>(step - begin) >= max_listed_names) break;
      text += quoted(job.name) + " → ";
      if (step + 1 == path.end()) continue;
      const YamlNode& next = *waits_[static_cast<std::size_t>(step->job)][step->next - 1].second;
      finding.related.push_back(
          {.span = next.span, .message = fmt::format("{} waits here.", quoted(job.name))});
    }
    finding.message = fmt::format("{}{}: these jobs wait for one another.", text,
                                  quoted(rules_.model.jobs[static_cast<std::size_t>(first)].name));
    const Job& last = rules_.model.jobs[static_cast<std::size_t>(path.back().job)];
    if (auto edit = remove_need(rules_, last, name))
      finding.fixes.push_back({.title = fmt::format("Do not wait for {}", quoted(name.value)),
                               .edits = {*std::move(edit)},
                               .sure = false});
  }

  Rules& rules_;
  const Waits& waits_;
  std::vector<State> states_;
  std::size_t told_ = 0;
};

} // namespace

void check_needs(Rules& rules) {
  const Waits waits = check_names(rules);
  CycleSearch(rules, waits).search();
}

} // namespace unify_ls::workflow
