#include "server/language/typing.h"

#include "server/documents/positions.h"
#include "server/language/place.h"

#include <algorithm>

namespace unify_ls::language {
namespace {

using workflow::Code;
using workflow::Finding;
using workflow::Model;
using workflow::Span;
using workflow::YamlEntry;

/// Where that would be written which makes a finding go away.
enum class Scope : std::uint8_t {
  nowhere, ///< what is wrong stands there already
  here,    ///< right where the finding is
  job,     ///< in the job around it
  jobs,    ///< in any job
  entry,   ///< in the entry of the file around it
  file,
};

Scope scope_of(Code code) {
  switch (code) {
  case Code::value_empty:
  case Code::uses_unpinned:
  case Code::expr_unclosed:
  case Code::expr_empty:
  case Code::expr_syntax: return Scope::here;
  case Code::job_body_list:
  case Code::step_uses_missing:
  case Code::step_run_with_action:
  case Code::step_nothing_to_do:
  case Code::step_shell_unused:
  case Code::with_unknown:
  case Code::with_missing:
  case Code::call_input_unknown:
  case Code::call_input_missing:
  case Code::call_secret_unknown: return Scope::job;
  case Code::job_sort: // what it merges may stand in another
  case Code::needs_unknown:
  case Code::stage_job_unknown:
  case Code::ref_step_unknown:
  case Code::ref_step_later:
  case Code::ref_output_undeclared:
  case Code::ref_needs_missing: return Scope::jobs;
  case Code::key_required:
  case Code::input_type:
  case Code::input_options:
  case Code::input_default:
  case Code::run_input: return Scope::entry;
  case Code::header_missing:
  case Code::stage_job_none:
  case Code::ref_input_undeclared:
  case Code::action_input_undeclared:
  case Code::action_output_step:
  case Code::action_step_uses:
  case Code::inputs_other_trigger:
  case Code::unused_input: return Scope::file;
  default: return Scope::nowhere;
  }
}

Span span_of(const YamlEntry& entry) {
  return {entry.key->span.begin, std::max(entry.key->span.end, entry.value->span.end)};
}

/// The one of these entries that holds a byte; the whole text where none does.
Span around(const Analysis& analysis, const std::vector<YamlEntry>& entries, std::size_t byte) {
  for (const YamlEntry& entry : entries)
    if (const Span span = span_of(entry); span.begin <= byte && byte <= span.end) return span;
  return {0, analysis.source().text().size()};
}

Span job_around(const Analysis& analysis, std::size_t byte) {
  for (const workflow::Job& job : analysis.model()->jobs) {
    const Span span = span_of({.key = job.name_node, .value = job.value});
    if (span.begin <= byte && byte <= span.end) return span;
  }
  return {0, analysis.source().text().size()};
}

Span span_of_jobs(const Analysis& analysis) {
  for (const YamlEntry& entry : analysis.model()->top)
    if (entry.key->value == "jobs") return span_of(entry);
  return {0, analysis.source().text().size()};
}

Span place_of(const Analysis& analysis, const Finding& finding) {
  const std::size_t at = finding.span.begin;
  const bool at_margin = analysis.source().position(at).utf8 == 0;
  switch (scope_of(finding.code)) {
  case Scope::here: return finding.span;
  case Scope::job: return job_around(analysis, at);
  case Scope::jobs: return span_of_jobs(analysis);
  case Scope::entry:
    if (!at_margin) return around(analysis, analysis.model()->top, at);
    [[fallthrough]]; // the file itself lacks something
  default: return {0, analysis.source().text().size()};
  }
}

std::string_view line_at(std::string_view text, std::size_t at) {
  return text.substr(at, std::min(text.find_first_of("\r\n", at), text.size()) - at);
}

bool is_empty_line(std::string_view line) {
  const std::size_t content = line.find_first_not_of(" \t");
  return content == std::string_view::npos || line[content] == '#';
}

bool is_blank_line(const Analysis& analysis, unsigned line) {
  const std::string_view text = analysis.source().text();
  const std::size_t start = documents::offset_of(text, {line, 0}, documents::Encoding::utf8);
  return line_at(text, start).find_first_not_of(" \t") == std::string_view::npos;
}

/// The last line of a place, and the empty ones after it: what is written there belongs to it, or may.
unsigned last_line_of(const Analysis& analysis, Span place) {
  const std::string_view text = analysis.source().text();
  unsigned line = analysis.source().position(place.end).line;
  std::size_t at = text.find('\n', place.end);
  while (at != std::string_view::npos && is_empty_line(line_at(text, at + 1))) {
    ++line;
    at = text.find('\n', at + 1);
  }
  return line;
}

bool is_in(const Analysis& analysis, Span span, unsigned line) {
  const workflow::Range range = analysis.source().range(span);
  return range.start.line <= line && line <= range.end.line;
}

/// Whether a finding lies in a text of several lines, as expressions and conditions may have, and the line
/// too.
bool is_in_same_text(const Analysis& analysis, const Finding& finding, unsigned line) {
  const auto nodes = nodes_at(analysis.source(), finding.span.begin);
  if (nodes.empty() || !nodes.back()->is_scalar()) return false;
  const workflow::Range& range = nodes.back()->range;
  return range.start.line < range.end.line && is_in(analysis, nodes.back()->span, line);
}

/// Where two texts begin and end alike.
struct Common {
  std::size_t front = 0;
  std::size_t back = 0;
};

Common common_parts(std::string_view a, std::string_view b) {
  const std::size_t most = std::min(a.size(), b.size());
  Common common;
  while (common.front < most && a[common.front] == b[common.front]) ++common.front;
  const std::size_t rest = most - common.front;
  while (common.back < rest && a[a.size() - 1 - common.back] == b[b.size() - 1 - common.back]) ++common.back;
  return common;
}

} // namespace

Wait wait_of(const Analysis& analysis, const Finding& finding, unsigned changed_line) {
  if (analysis.model() == nullptr) return Wait::none;
  // Of a line that was emptied nobody knows yet what will stand there.
  if (is_blank_line(analysis, changed_line)) return Wait::writing;
  if (scope_of(finding.code) != Scope::nowhere) {
    const Span place = place_of(analysis, finding);
    if (analysis.source().position(place.begin).line <= changed_line &&
        changed_line <= last_line_of(analysis, place))
      return Wait::writing;
  }
  if (is_in_same_text(analysis, finding, changed_line)) return Wait::writing;
  // A line that is no YAML shows it further down.
  if (finding.code == Code::yaml_syntax) return Wait::typing;
  const bool beside = std::ranges::any_of(finding.related, [&](const workflow::RelatedPlace& place) {
    return is_in(analysis, place.span, changed_line);
  });
  return beside || is_in(analysis, finding.span, changed_line) ? Wait::typing : Wait::none;
}

std::vector<Finding> carried_over(std::vector<Finding> findings, std::string_view before,
                                  std::string_view now) {
  const Common common = common_parts(before, now);
  const auto carry = [&](Span& span) {
    if (span.end <= common.front) return true;
    if (span.begin < before.size() - common.back) return false;
    span = {span.begin + now.size() - before.size(), span.end + now.size() - before.size()};
    return true;
  };
  std::erase_if(findings, [&](Finding& finding) { return !carry(finding.span); });
  for (Finding& finding : findings)
    std::erase_if(finding.related, [&](workflow::RelatedPlace& place) { return !carry(place.span); });
  return findings;
}

} // namespace unify_ls::language
