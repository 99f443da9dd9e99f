#include "server/language/reporting.h"

#include "server/base/turn.h"
#include "server/language/place.h"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <fmt/format.h>

namespace unify_ls::language {
namespace {

/// A finding as itself, wherever the lines above have moved it to.
std::string identity(const workflow::Finding& finding) {
  return fmt::format("{}\n{}", workflow::name_of(finding.code), finding.message);
}

} // namespace

void Reporting::set_abilities(const protocol::ClientAbilities& abilities) {
  pull_ = abilities.pull_diagnostics;
  refresh_ = abilities.refresh_diagnostics;
  form_ = {.encoding = abilities.utf8_positions ? documents::Encoding::utf8 : documents::Encoding::utf16,
           .related_information = abilities.related_information,
           .code_descriptions = abilities.code_descriptions,
           .tags = abilities.diagnostic_tags};
}

void Reporting::opened(const std::string& uri) {
  // Said again, since Eglot opens a text twice and forgets in between; and taken back where it is ours no
  // more.
  const auto before = shown_.find(uri);
  shown_[uri] = {.said_something = before != shown_.end() && before->second.said_something};
  look_soon(uri);
}

void Reporting::changed(const std::string& uri) {
  Shown& shown = shown_[uri];
  shown.typed = clock_.steady();
  shown.due.reset();
  if (shown_.size() > 1 && may_hold()) {
    others_due_ = shown.typed + typing_pause;
    start_waiting();
  }
  look_soon(uri);
}

void Reporting::closed(const std::string& uri) {
  waiting_.erase(uri);
  const auto found = shown_.find(uri);
  if (found == shown_.end()) return;
  const bool said_something = found->second.said_something;
  shown_.erase(found);
  if (said_something)
    connection_.notify("textDocument/publishDiagnostics",
                       protocol::write(protocol::PublishDiagnosticsParams{.uri = uri}));
}

void Reporting::look_again() {
  if (!pull_) {
    for (const auto& [uri, shown] : shown_) look_soon(uri);
  } else if (refresh_) {
    tasks_.spawn("asking to refresh", ask_to_refresh());
  }
}

Task<> Reporting::ask_to_refresh() { co_await connection_.call("workspace/diagnostic/refresh", nullptr); }

void Reporting::look_soon(const std::string& uri) {
  if (pull_) return;
  waiting_.insert(uri);
  if (!std::exchange(looking_, true)) tasks_.spawn("looking at texts", look_at_changed());
}

/// By when this runs, every change that had arrived has been applied.
Task<> Reporting::look_at_changed() {
  while (!waiting_.empty()) {
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    if (waiting_.empty()) break;
    const std::string uri = *waiting_.begin();
    waiting_.erase(waiting_.begin());
    // Reading a long text, finding its names and judging them are a turn each.
    if (const auto analysis = texts_.read(uri)) {
      co_await give_way();
      if (analysis->model() != nullptr) co_await give_way();
    }
    if (!waiting_.contains(uri)) publish(uri); // else it has changed meanwhile
  }
  looking_ = false;
}

void Reporting::start_waiting() {
  if (!std::exchange(pausing_, true)) tasks_.spawn("waiting for a pause", wait_until_due());
}

Task<> Reporting::wait_until_due() {
  while (const auto due = next_due()) {
    const SteadyTime now = clock_.steady();
    if (now >= *due)
      look_at_due();
    else
      co_await clock_.wait(std::chrono::ceil<std::chrono::milliseconds>(*due - now));
  }
  pausing_ = false;
}

std::optional<SteadyTime> Reporting::next_due() const {
  std::optional<SteadyTime> next = others_due_;
  for (const auto& [uri, shown] : shown_)
    if (shown.due && (!next || *shown.due < *next)) next = shown.due;
  return next;
}

void Reporting::look_at_due() {
  const SteadyTime now = clock_.steady();
  const bool all = others_due_ && *others_due_ <= now;
  if (all) others_due_.reset();
  for (auto& [uri, shown] : shown_) {
    const bool due = shown.due && *shown.due <= now;
    if (due) shown.due.reset();
    if (due || all) look_soon(uri);
  }
  if (pull_ && refresh_) tasks_.spawn("asking to refresh", ask_to_refresh());
}

void Reporting::publish(const std::string& uri) {
  const auto analysis = texts_.read(uri);
  const auto found = shown_.find(uri);
  if (found == shown_.end()) return;
  protocol::PublishDiagnosticsParams params{.uri = uri};
  if (analysis) {
    params.version = analysis->version();
    params.diagnostics = visible(analysis);
  } else if (!found->second.said_something) {
    return; // not ours, and never was
  }
  json::value message = protocol::write(params);
  std::string text = protocol::to_text(message);
  if (text == found->second.published) return;
  found->second.published = std::move(text);
  found->second.said_something = analysis != nullptr;
  connection_.notify("textDocument/publishDiagnostics", std::move(message));
}

protocol::DocumentDiagnosticReport Reporting::report(const std::shared_ptr<const Analysis>& analysis,
                                                     const std::optional<std::string>& previous) {
  protocol::DocumentDiagnosticReport report{.items = std::vector<protocol::Diagnostic>{}};
  if (analysis) report.items = visible(analysis);
  report.resultId =
      fmt::format("{:016x}", std::hash<std::string>()(protocol::to_text(protocol::write(*report.items))));
  if (previous != report.resultId) return report;
  report.kind = "unchanged";
  report.items.reset();
  return report;
}

std::vector<protocol::Diagnostic> Reporting::visible(const std::shared_ptr<const Analysis>& analysis) {
  const workflow::SourceTree& source = analysis->source();
  std::vector<workflow::Finding> findings = texts_.findings(*analysis);
  const auto found = shown_.find(analysis->uri());
  if (found == shown_.end()) return to_wire(*analysis, findings, form_); // closed since it was asked for
  Shown& shown = found->second;
  std::multiset<std::string> known = std::exchange(shown.findings, {});
  std::erase_if(findings, [&](const workflow::Finding& finding) {
    const auto before = known.find(identity(finding));
    const auto due = before == known.end() ? due_of(finding, *analysis, shown) : std::nullopt;
    if (before != known.end()) known.erase(before);
    if (due) shown.due = std::min(shown.due.value_or(*due), *due);
    return due.has_value();
  });
  if (!source.refusal()) {
    shown.whole = analysis;
    shown.said_of_whole = findings;
    std::erase_if(shown.said_of_whole, [](const auto& one) { return workflow::stands_alone(one.code); });
  } else if (shown.whole) {
    auto carried = carried_over(shown.said_of_whole, shown.whole->source().text(), source.text());
    std::ranges::move(carried, std::back_inserter(findings));
    std::ranges::sort(findings, {}, [](const auto& one) { return std::pair(one.span.begin, one.code); });
  }
  for (const workflow::Finding& finding : findings) shown.findings.insert(identity(finding));
  if (shown.due) start_waiting();
  return to_wire(*analysis, findings, form_);
}

/// When a new finding may be said; nothing when it may be now.
std::optional<SteadyTime> Reporting::due_of(const workflow::Finding& finding, const Analysis& analysis,
                                            const Shown& shown) const {
  if (!may_hold() || shown.typed == SteadyTime{}) return std::nullopt;
  const documents::Document* document = texts_.documents().find(analysis.uri());
  if (document == nullptr || !document->last_changed_line) return std::nullopt;
  const Wait wait = wait_of(analysis, finding, *document->last_changed_line);
  if (wait == Wait::none) return std::nullopt;
  const SteadyTime due = shown.typed + (wait == Wait::typing ? typing_pause : writing_pause);
  return clock_.steady() < due ? std::optional(due) : std::nullopt;
}

} // namespace unify_ls::language
