#include "server/commands/table.h"

#include "server/base/text.h"
#include "server/commands/commands.h"

#include <algorithm>
#include <array>

namespace unify_ls::commands {
namespace {

template <class Args> Result<WireValue> read_as(const json::value& arguments) {
  auto read = protocol::read<Args>(arguments);
  if (!read)
    return fail(ErrorKind::invalidInputs, "The argument cannot be read: " + read.error().message() + ".");
  return WireValue(*std::move(read));
}

template <class Args> Args args_of(Plan<Args> plan);

template <auto plan> constexpr Command command(std::string_view name) {
  using Args = decltype(args_of(plan));
  return {.name = name,
          .read = read_as<Args>,
          .plan = [](const Services& services, const Call& call, Form& form) {
            return plan(services, call.arguments.as<Args>(), call, form);
          }};
}

constexpr std::array commands{
    command<plan_workflow_run>(name::workflow_run),
    command<plan_run_again>(name::workflow_run_again),
    command<plan_workflow_curl>(name::workflow_curl),
    command<plan_workflows_list>(name::workflows_list),
    command<plan_run_list>(name::run_list),
    command<plan_run_follow>(name::run_follow),
    command<plan_run_unfollow>(name::run_unfollow),
    command<plan_run_open>(name::run_open),
    command<plan_run_details>(name::run_details),
    command<plan_run_forget>(name::run_forget),
    command<plan_token_set>(name::token_set),
    command<plan_token_status>(name::token_status),
    command<plan_token_delete>(name::token_delete),
    command<plan_token_create>(name::token_create),
    command<plan_component_select>(name::component_select),
    command<plan_doctor>(name::doctor),
};

} // namespace

std::span<const Command> command_table() { return commands; }

Result<const Command*> find_command(std::string_view name) {
  const auto found = std::ranges::find(commands, name, &Command::name);
  if (found != commands.end()) return &*found;
  return fail(ErrorKind::notFound, fmt::format("There is no command `{}`.", printable(name)));
}

} // namespace unify_ls::commands
