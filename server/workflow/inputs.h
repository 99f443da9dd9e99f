#pragma once

#include "server/workflow/workflow.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace unify_ls::workflow {

/// A longer value (in bytes) is not sent.
inline constexpr std::size_t max_value_bytes = std::size_t{64} * 1024;
/// Problems told of one set of inputs.
inline constexpr std::size_t max_input_problems = 50;

/// A value as somebody gave it, in JSON, in a form or in a terminal. Null means: left empty.
using GivenValue = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string>;
using GivenInputs = std::vector<std::pair<std::string, GivenValue>>;

/// Why a value is not accepted. The message names the input and says what would be right.
struct InputProblem {
  std::string name;
  std::string message;
  bool missing = false; ///< a required value that was not given: it can be asked for
};

/// An input as the platform gets it: always as text.
struct SentInput {
  std::string name;
  std::string value;
  bool from_default = false; ///< the value is the author's default, whether it was given or not

  bool operator==(const SentInput&) const = default;
};

/// One value against one input, as text to send. Empty: the input is left out.
///
/// * A default that comes back untouched stays as the author wrote it: the same text, or a number or boolean
/// that
///   equals it (a form may only be able to show `007` as 7).
/// * Other numbers become decimals in their shortest form, booleans `true` or `false`.
/// * Null for a text that has a default is the empty text; for any other optional input it is left out, and
/// so is an
///   empty text where the type has none. A required input must have a value that is not empty.
std::expected<std::optional<std::string>, InputProblem> check_input(const Input& input,
                                                                    const GivenValue& given);

/// All given values against a workflow: every input with a value or a default, in the author's order.
/// Otherwise all problems, at most `max_input_problems`: unknown and repeated names too, and required inputs
/// without a value.
std::expected<std::vector<SentInput>, std::vector<InputProblem>> check_inputs(const Workflow& workflow,
                                                                              const GivenInputs& given);

} // namespace unify_ls::workflow
