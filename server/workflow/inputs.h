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
/// Digits of a JSON number with a point or an exponent: as many survive reading, and not always more.
inline constexpr int max_json_digits = 15;
/// Problems told of one set of inputs.
inline constexpr std::size_t max_input_problems = 50;

/// A value as somebody gave it, in JSON, in a form or in a terminal. Null means: left empty.
using GivenValue = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string>;
using GivenInputs = std::vector<std::pair<std::string, GivenValue>>;

/// The value as its giver would write it; nothing for null, and for a number that no JSON could have held.
std::optional<std::string> text_of(const GivenValue& given);

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

/// The author's default as it is sent when nobody touches it: a boolean as `true` or `false`, all else as
/// written. Nothing where there is none, or one that is not of the type, no option, or no text that can be
/// sent.
std::optional<std::string> usable_default(const Input& input);

/// Whether the author gave a default that cannot be used: a problem of the file, and never sent by itself.
bool has_unusable_default(const Input& input);

/// Whether a run lacks something when nobody gives this input: it is required, and no default will do.
bool must_be_given(const Input& input);

/// One value against one input, as text to send. Empty: the input is left out.
///
/// * A default that comes back untouched is sent as `usable_default` says: the same text, or a JSON number
/// that
///   equals it (a form may only be able to show `007` as 7).
/// * A number given as text that reads `-?digits[.digits]` stays as it is; others become decimals in their
///   shortest form. A JSON number that is no 64-bit integer has at most `max_json_digits`, whatever the type.
/// * A boolean becomes `true` or `false`.
/// * Null for a text that has a default is the empty text; any other optional input it leaves out. An empty
/// text
///   is a value of a text, and of a choice that has it as an option; else it is like null. A required text
///   must not be empty.
std::expected<std::optional<std::string>, InputProblem> check_input(const Input& input,
                                                                    const GivenValue& given);

/// All given values against a workflow: every input with a value or a default, in the author's order.
/// Otherwise all problems, at most `max_input_problems`: unknown and repeated names too, and required inputs
/// without a value.
std::expected<std::vector<SentInput>, std::vector<InputProblem>> check_inputs(const Workflow& workflow,
                                                                              const GivenInputs& given);

} // namespace unify_ls::workflow
