#pragma once

#include "server/workflow/position.h"

#include <cstdint>
#include <string>

namespace unify_ls::workflow {

struct Model;

enum class NameKind : std::uint8_t {
  trigger,
  input,
  secret,
  output, ///< of a called workflow, an action or a custom job
  job,
  job_output,
  step,
  step_output,
  stage,
  variable,
  handler,
  anchor, ///< of YAML; no symbol, since nothing of the language knows it
};

/// Something that a file gives a name to.
struct Symbol {
  static constexpr int none = -1;

  NameKind kind;
  std::string name;
  Span name_span; ///< of the name alone, without quotes
  Span span;      ///< from the name to the end of what it names
  /// The symbol it belongs to: a step's job, a job output's job, a variable's job. A step's variable has
  /// `owner_of_step`, for many steps have no id and so no symbol.
  int owner = none;
  bool editable = true; ///< false where the text says the name in a way that we do not follow
};

/// The owner of the variables of the step with that number in the model; no symbol has such a number.
constexpr int owner_of_step(int step) { return Symbol::none - 1 - step; }

/// A place that reads a name.
struct Reference {
  NameKind kind;
  std::string name;
  Span span;                 ///< of the name alone; of more where it is not editable
  int owner = Symbol::none;  ///< of an output: the symbol of the job or step that is said to have it
  int symbol = Symbol::none; ///< what it means; none where this file does not declare it
  /// False where the text says the name in a way that we do not follow, and where a script may mean it.
  bool editable = true;
};

/// Fills `symbols` and `references` of a model whose other members are there.
void index_names(Model& model);

} // namespace unify_ls::workflow
