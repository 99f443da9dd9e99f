#include "server/commands/read_workflows.h"

#include "server/base/turn.h"
#include "server/workflow/reader.h"

namespace unify_ls::commands {
namespace {

/// More than one listing holds; a full memory starts from nothing.
constexpr std::size_t kept_limit = 2 * git::max_workflow_files;

/// Nodes of YAML between two looks at the time: a fraction of a millisecond, whatever they are.
constexpr std::size_t nodes_at_once = 250;

} // namespace

Task<workflow::Workflow> read_in_turns(std::string_view text, std::string_view file_name) {
  co_await give_way(); // one long text is read in one go
  workflow::YamlReading reading(text);
  while (reading.go_on(nodes_at_once))
    if (turn_is_over()) co_await next_turn();
  const auto tree = reading.take();
  co_await give_way();
  co_return workflow::read_workflow(tree, file_name);
}

Task<workflow::Workflow> ReadWorkflows::of(const git::WorkflowFile& file) {
  const std::string* text = file.text();
  if (text == nullptr) co_return workflow::Workflow{.name = file.name};
  const bool keeps = file.remote_text && !file.object.empty();
  Key key{file.object, file.name};
  if (const auto known = kept_.find(key); keeps && known != kept_.end()) co_return known->second;
  workflow::Workflow read = co_await read_in_turns(*text, file.name);
  if (!keeps) co_return read;
  if (kept_.size() >= kept_limit) kept_.clear();
  kept_.insert_or_assign(std::move(key), read);
  co_return read;
}

} // namespace unify_ls::commands
