#include "server/commands/read_workflows.h"

#include "server/workflow/reader.h"

namespace unify_ls::commands {
namespace {

/// More than one listing holds; a full memory starts anew.
constexpr std::size_t kept_limit = 2 * git::max_workflow_files;

} // namespace

workflow::Workflow ReadWorkflows::of(const git::WorkflowFile& file) {
  const std::string* text = file.text();
  if (text == nullptr) {
    workflow::Workflow unread;
    unread.name = file.name;
    return unread;
  }
  if (!file.remote_text || file.object.empty()) return workflow::read_workflow(*text, file.name);
  Key key{file.object, file.name};
  const auto known = kept_.find(key);
  if (known != kept_.end()) return known->second;
  if (kept_.size() >= kept_limit) kept_.clear();
  return kept_.emplace(std::move(key), workflow::read_workflow(*text, file.name)).first->second;
}

} // namespace unify_ls::commands
