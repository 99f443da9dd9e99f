#pragma once

#include "server/commands/command.h"
#include "server/commands/services.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::commands {

/// Forms are asked this often at the most by ourselves, so that a client that answers wrongly for ever ends.
inline constexpr int question_rounds_limit = 50;

/// All commands by name, and the one way to resolve and to execute any of them.
class Registry {
 public:
  /// For commands that a person waits for, and for those that say `background: true`, which never prompt for
  /// a keyring.
  Registry(Services for_person, Services in_background);

  /// For `executeCommandProvider.commands`.
  std::vector<std::string> names() const;

  bool knows(std::string_view command) const { return plans_.contains(command); }

  /// Does it. Questions that are open are asked where the client can be asked in the course of a command;
  /// else needsInput names what is missing. Saying no gives {outcome: "cancelled"}.
  Task<Result<Outcome>> execute(Call call);

  /// command/resolve: the same object with the questions that are open, or with complete arguments.
  Task<Result<protocol::ResolvableCommand>> resolve(protocol::ResolvableCommand command);

  /// interactive/listEnum
  Task<Result<std::vector<protocol::FormEntry>>> list_enum(protocol::ListEnumParams params);

  /// Those of a command that a person waits for.
  const Services& services() const { return services_; }

 private:
  using Planner = Task<Result<Planned>> (*)(const Services& services, const Call& call, Form& form);

  void add(std::string_view name, Planner planner);
  Result<const Plan*> find(std::string_view name) const;
  Task<Result<std::optional<std::vector<protocol::FormAnswer>>>> ask(const Call& call, const Form& form,
                                                                     const std::optional<Error>& why);
  Task<> adapt(protocol::FormField& field);
  void close_with_message(const Result<Outcome>& outcome);

  Services services_;
  Services background_services_;
  std::map<std::string, Plan, std::less<>> plans_;
};

} // namespace unify_ls::commands
