#pragma once

#include "server/workflow/source_tree.h"

#include <string>
#include <vector>

namespace unify_ls::workflow {

/// What is read of the inputs and of the outputs of one file.
inline constexpr std::size_t max_called_names = 200;

/// What an action, a custom job or a called workflow takes and gives.
struct Callable {
  struct Input {
    std::string name;
    bool required = false; ///< and without a default: it must be given
    std::string type{};    ///< where it is said
    std::string default_text{};
    std::string description{};
  };

  std::vector<Input> inputs{};
  std::vector<std::string> outputs{};
  std::vector<std::string> secrets{};
  /// False where a part of the file could not be read, so that there may be more than is listed.
  bool complete = true;
  /// Of a workflow: whether it has the trigger `workflow_call`.
  bool can_be_called = true;

  const Input* find_input(std::string_view name) const;
};

/// An input with its declaration; long texts are cut.
Callable::Input read_input(const YamlEntry& entry);

/// What a file offers to those who call it, whatever its kind.
Callable read_callable(const SourceTree& source);

} // namespace unify_ls::workflow
