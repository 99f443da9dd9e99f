#pragma once

#include "server/commands/services.h"
#include "server/commands/table.h"

#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::commands {

/// Rounds of questions that one command asks at most, so that it ends even when every answer is wrong.
inline constexpr int question_rounds_limit = 50;

/// The one way to resolve and to execute any command of the table.
class Registry {
 public:
  /// For commands that a person waits for, and for those that say `background: true`, which never prompt for
  /// a keyring.
  Registry(Services for_person, Services in_background);

  /// A call whose one argument is JSON, an object or nothing. The error names what cannot be read.
  static Result<Call> read_call(std::string_view command, const json::value& arguments);

  /// Does it. Questions that are open are asked where the client can be asked in the course of a command;
  /// else needsInput names what is missing. Saying no gives {outcome: "cancelled"}.
  /// A call that could not be read fails as one that was carried out.
  Task<Result<Outcome>> execute(Result<Call> call);

  /// command/resolve: the same object with the questions that are open, or with complete arguments.
  Task<Result<protocol::ResolvableCommand>> resolve(protocol::ResolvableCommand command);

  /// interactive/listEnum
  Task<Result<std::vector<protocol::FormEntry>>> list_enum(protocol::ListEnumParams params);

  /// Those of a command that a person waits for.
  const Services& services() const { return services_; }

 private:
  Task<Result<Planned>> plan(const Command& command, const Call& call, Form& form);
  Task<Result<Outcome>> carry_out(Call& call);
  Task<Result<std::optional<std::vector<protocol::FormAnswer>>>> ask(const Call& call, const Form& form,
                                                                     const std::optional<Error>& why);
  Task<std::optional<protocol::FormField>>
  rejected_field(const Call& call, std::vector<protocol::FormAnswer> answers, std::string id);
  Task<> adapt(protocol::FormField& field);
  void close_with_message(const Result<Outcome>& outcome);

  Services services_;
  Services background_services_;
};

} // namespace unify_ls::commands
