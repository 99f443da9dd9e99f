#include "server/language/reporting.h"

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
  shown_[uri].typed = {};
  look_soon(uri);
}

void Reporting::changed(const std::string& uri) {
  shown_[uri].typed = clock_.steady();
  pause_ends_ = clock_.steady() + typing_pause;
  if (may_hold() && !std::exchange(pausing_, true)) tasks_.spawn("waiting for a pause", wait_for_pause());
  look_soon(uri);
}

void Reporting::closed(const std::string& uri) {
  waiting_.erase(uri);
  const auto found = shown_.find(uri);
  if (found == shown_.end()) return;
  const bool said_something = !found->second.published.empty();
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
    publish(uri);
  }
  looking_ = false;
}

/// One look at everything when typing has paused: what was held is said, and what depends on other texts.
Task<> Reporting::wait_for_pause() {
  while (clock_.steady() < pause_ends_) {
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(pause_ends_ - clock_.steady());
    co_await clock_.wait(rest);
  }
  pausing_ = false;
  if (std::exchange(held_, false) || shown_.size() > 1) look_again();
}

void Reporting::publish(const std::string& uri) {
  const auto analysis = texts_.read(uri);
  const auto found = shown_.find(uri);
  if (found == shown_.end()) return;
  protocol::PublishDiagnosticsParams params{.uri = uri};
  if (analysis) {
    params.version = analysis->version();
    params.diagnostics = visible(*analysis);
  } else if (found->second.published.empty()) {
    return; // not ours, and never was
  }
  json::value message = protocol::write(params);
  std::string text = protocol::to_text(message);
  if (text == found->second.published) return;
  found->second.published = analysis ? std::move(text) : std::string();
  connection_.notify("textDocument/publishDiagnostics", std::move(message));
}

protocol::DocumentDiagnosticReport Reporting::report(const std::shared_ptr<const Analysis>& analysis,
                                                     const std::optional<std::string>& previous) {
  protocol::DocumentDiagnosticReport report{.items = std::vector<protocol::Diagnostic>{}};
  if (analysis) report.items = visible(*analysis);
  report.resultId =
      fmt::format("{:016x}", std::hash<std::string>()(protocol::to_text(protocol::write(*report.items))));
  if (previous != report.resultId) return report;
  report.kind = "unchanged";
  report.items.reset();
  return report;
}

std::vector<protocol::Diagnostic> Reporting::visible(const Analysis& analysis) {
  Shown& shown = shown_[analysis.uri()];
  std::set<std::string> said;
  std::vector<protocol::Diagnostic> diagnostics;
  for (const workflow::Finding& finding : texts_.findings(analysis)) {
    if (is_held(finding, analysis, shown)) {
      held_ = true;
      continue;
    }
    said.insert(identity(finding));
    diagnostics.push_back(to_wire(analysis, finding, form_));
  }
  shown.findings = std::move(said);
  return diagnostics;
}

bool Reporting::is_held(const workflow::Finding& finding, const Analysis& analysis,
                        const Shown& shown) const {
  if (!may_hold() || shown.typed == SteadyTime{} || clock_.steady() >= shown.typed + typing_pause)
    return false;
  const documents::Document* document = texts_.documents().find(analysis.uri());
  if (document == nullptr || !document->last_changed_line) return false;
  const workflow::Range range = analysis.source().range(finding.span);
  return range.start.line <= *document->last_changed_line && *document->last_changed_line <= range.end.line &&
         !shown.findings.contains(identity(finding));
}

} // namespace unify_ls::language
