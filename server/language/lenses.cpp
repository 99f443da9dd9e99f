#include "server/language/lenses.h"

#include "server/language/place.h"

#include <fmt/format.h>

#include <filesystem>

namespace unify_ls::language {
namespace {

namespace json = boost::json;

} // namespace

const workflow::YamlNode* trigger_name(const Analysis& analysis, std::string_view trigger) {
  if (analysis.model() == nullptr || analysis.kind() != workflow::FileKind::workflow) return nullptr;
  const workflow::YamlEntry* entry = analysis.model()->trigger(trigger);
  return entry == nullptr ? nullptr : entry->key;
}

std::vector<protocol::CodeLens> run_lenses(const Analysis& analysis, const std::optional<LastRun>& last,
                                           documents::Encoding encoding) {
  std::vector<protocol::CodeLens> lenses;
  const workflow::YamlNode* dispatch = trigger_name(analysis, "workflow_dispatch");
  if (dispatch == nullptr || analysis.path().empty()) return lenses;
  const protocol::Range range = to_wire(analysis.source(), dispatch->span, encoding);
  const auto add = [&](std::string title, std::string command, json::object arguments) {
    lenses.push_back({.range = range,
                      .command = {.title = std::move(title),
                                  .command = std::move(command),
                                  .arguments = json::array{std::move(arguments)}}});
  };
  add("Run…", "unify.workflow.run",
      {{"folder", analysis.root()}, {"file", std::filesystem::path(analysis.path()).filename().string()}});
  if (!last) return lenses;
  add("Run again", "unify.workflow.runAgain", {{"id", last->id}});
  if (last->has_page)
    add(last->state, "unify.run.open", {{"id", last->id}});
  else
    lenses.push_back({.range = range, .command = {.title = last->state}});
  return lenses;
}

protocol::CodeLens callers_lens(const Analysis& analysis, const workflow::YamlNode& call, std::size_t callers,
                                documents::Encoding encoding) {
  return {.range = to_wire(analysis.source(), call.span, encoding),
          .command = {.title = callers == 1 ? std::string("1 caller in this repository")
                                            : fmt::format("{} callers in this repository", callers)}};
}

} // namespace unify_ls::language
