#pragma once

#include "server/workflow/problem.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::workflow {

/// Far more than anybody wants to be asked; what is beyond is a problem and does not count.
inline constexpr std::size_t max_inputs = 100;
inline constexpr std::size_t max_options = 1000;
/// Of the texts of all inputs: through aliases many may hold the same long one.
inline constexpr std::size_t max_input_bytes = std::size_t{256} * 1024;

enum class InputType { string, number, boolean, choice };

/// As the language spells it.
std::string_view name_of(InputType type);

/// Something that a person may be asked before a run starts.
struct Input {
  std::string name;
  InputType type = InputType::string;
  std::optional<std::string> description{};
  bool required = false;
  /// The author's text whatever the type: `007` stays `007`. What of it counts says `usable_default`.
  std::optional<std::string> default_text{};
  bool default_has_no_text = false;   ///< the file has a default that is a list or a mapping
  std::vector<std::string> options{}; ///< of a choice, in the author's order
  Range range{};                      ///< the name's place
};

/// What listing and starting a workflow needs to know of its file.
struct Workflow {
  std::string name;            ///< the file's name where the workflow has none
  bool manual = false;         ///< whether a person can start it
  std::vector<Input> inputs{}; ///< in the author's order
  std::vector<Problem> problems{};
  /// That of the problems for which nobody can start it, whatever it was meant to be: broken YAML, another
  /// kind.
  std::optional<Problem> obstacle{};
};

/// Bytes of text in an input, and in all inputs of a workflow.
std::size_t text_bytes(const Input& input);
std::size_t text_bytes(const Workflow& workflow);

} // namespace unify_ls::workflow
