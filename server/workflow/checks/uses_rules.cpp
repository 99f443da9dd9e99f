#include "server/base/text.h"
#include "server/workflow/catalog/catalog.h"
#include "server/workflow/checks/called.h"
#include "server/workflow/checks/edits.h"
#include "server/workflow/checks/values.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

/// What `uses` and `delegates` may name.
namespace unify_ls::workflow {

namespace {

constexpr std::string_view github_actions = "actions/";

std::string_view what_is_missing(CalledKind kind) {
  if (kind == CalledKind::action) return "action.yml";
  return {};
}

void check_local(Rules& rules, CalledKind kind, const YamlNode& node, const Uses& read) {
  const bool without_dot = trimmed(node.value).starts_with(".cloudbees/");
  if (without_dot && kind == CalledKind::action) {
    Finding& finding = rules.add(Code::uses_local_dot, Severity::warning, node,
                                 "`./` is missing before a path of this repository.");
    const std::size_t at = bare_span(node).begin;
    finding.fixes.push_back(replace("Insert `./`", {.begin = at, .end = at}, "./"));
    return;
  }
  if (rules.sources.local(kind, read.path).presence != Presence::absent) return;
  const std::string_view file = what_is_missing(kind);
  const std::string path = file.empty()        ? read.path
                           : read.path.empty() ? std::string(file)
                                               : fmt::format("{}/{}", read.path, file);
  const std::string near = rules.nearest(read.path, rules.sources.local_paths(kind));
  Finding& finding = rules.add(Code::uses_local_missing, Severity::warning, node,
                               fmt::format("There is no {} in this working copy.{}", quoted(path),
                                           did_you_mean(near.empty() ? near : "./" + near)));
  if (!near.empty() && !node.is_block())
    finding.fixes.push_back(replace(fmt::format("Write `./{}`", near), bare_span(node), "./" + near));
}

void github_action(Rules& rules, const YamlNode& node, const Uses& read) {
  Finding& finding =
      rules.add(Code::uses_github_action, Severity::warning, node,
                fmt::format("{} is an action of GitHub's: it needs one of its machines.", quoted(read.name)));
  const std::string ours = "cloudbees-io/" + read.name.substr(github_actions.size());
  const std::string_view version = newest_version(ours);
  if (read.name != "actions/checkout" || version.empty() || node.is_block()) return;
  const std::string whole = fmt::format("{}@{}", ours, version);
  finding.fixes.push_back(replace(fmt::format("Use `{}`", whole), bare_span(node), whole));
}

void check_version(Rules& rules, CalledKind kind, const YamlNode& node, const Uses& read) {
  if (kind == CalledKind::action && !read.has_ref) {
    Finding& finding = rules.add(Code::uses_unpinned, Severity::hint, node,
                                 "This follows the default branch: pin it with a version, such as `@v1`.");
    const std::string_view version = newest_version(read.name);
    if (version.empty() || node.is_block()) return;
    const std::size_t at = bare_span(node).end;
    finding.fixes.push_back(
        {.title = fmt::format("Add `@{}`", version),
         .edits = {{.span = {.begin = at, .end = at}, .text = fmt::format("@{}", version)}},
         .sure = false});
    return;
  }
  const Published* published = read.name.empty() ? nullptr : find_published(read.name, read.ref);
  if (published == nullptr || published->newer.empty()) return;
  const auto ref = rules.model.place(node, read.ref_span);
  Finding& finding = rules.add(
      Code::uses_old_version, Severity::hint, ref.value_or(node.span),
      fmt::format("{} is deprecated: {} replaces it, with inputs of its own.", read.ref, published->newer));
  finding.tag = Tag::deprecated;
  if (!ref) return;
  finding.fixes.push_back({.title = fmt::format("Write `@{}`", published->newer),
                           .edits = {{.span = *ref, .text = published->newer}},
                           .sure = false});
}

void check_one(Rules& rules, CalledKind kind, const YamlNode* node) {
  if (node == nullptr || !node->is_scalar() || is_null(*node) || !node->complete) return;
  const Uses read = read_uses(node->value);
  if (read.kind == Uses::Kind::local) return check_local(rules, kind, *node, read);
  if (read.kind != Uses::Kind::remote) return;
  if (kind == CalledKind::action && read.name.starts_with(github_actions))
    return github_action(rules, *node, read);
  check_version(rules, kind, *node, read);
}

} // namespace

void check_uses(Rules& rules) {
  for (const Step& step : rules.model.steps) {
    if (rules.is_full()) return;
    check_one(rules, CalledKind::action, step.find("uses"));
  }
  for (const Job& job : rules.model.jobs) {
    if (job.sort == JobSort::calling) check_one(rules, CalledKind::workflow, job.find("uses"));
    if (job.sort == JobSort::delegating) check_one(rules, CalledKind::custom_job, job.find("delegates"));
  }
}

} // namespace unify_ls::workflow
