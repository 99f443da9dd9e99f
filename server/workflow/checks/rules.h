#pragma once

#include "server/workflow/checks/finding.h"
#include "server/workflow/checks/sources.h"
#include "server/workflow/model/model.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What the rules share. Each `check_…` is one family of rules over the same model.
namespace unify_ls::workflow {

/// A hostile file can break a rule at every place; those of one family are sorted with all others and cut to
/// `max_findings` in the end.
inline constexpr std::size_t max_gathered = 500;
/// Names compared with others in one file.
inline constexpr std::size_t max_comparisons = 5000;

class Rules {
 public:
  Rules(const Model& model, const Sources& sources)
      : model(model),
        sources(sources),
        text(model.source->text()) {}

  /// What is returned counts until the next one is added, and is forgotten then where there are too many.
  Finding& add(Code code, Severity severity, Span span, std::string message);

  /// At a key, a name or a value.
  Finding& add(Code code, Severity severity, const YamlNode& node, std::string message);

  /// In the text of an expression. Where the part has no place there, the whole scalar is pointed at, and no
  /// fix changes it.
  Finding& add(Code code, Severity severity, const ExpressionUse& use, Span part, std::string message);

  /// The near one of some names, for a fix; empty where none is, and where so much was compared already that
  /// nobody would wait for it.
  std::string nearest(std::string_view wanted, const std::vector<std::string>& known);

  /// Whether so many comparisons are left. `spend` takes them, or returns false.
  bool may_compare(std::size_t names) const { return names <= comparisons_left_; }

  bool spend(std::size_t names);

  /// Whether a family has found so much that nobody needs more.
  bool is_full() const { return findings.size() >= family_start_ + max_gathered; }

  void begin_family() { family_start_ = findings.size(); }

  /// Takes away the fixes that would write over a whole scalar in place of a part that has no place in it.
  void drop_blind_fixes();

  const Model& model;
  const Sources& sources;
  std::string_view text;
  std::vector<Finding> findings{};

 private:
  std::size_t comparisons_left_ = max_comparisons;
  std::size_t family_start_ = 0;
  Finding spare_{};
  std::set<std::size_t> unplaced_{}; ///< where scalars begin that have parts without a place
};

void check_yaml(Rules& rules);
void check_header(Rules& rules);
void check_shape(Rules& rules);
void check_triggers(Rules& rules);
void check_jobs(Rules& rules);
void check_needs(Rules& rules);
void check_steps(Rules& rules);
void check_uses(Rules& rules);
void check_arguments(Rules& rules);
void check_expressions(Rules& rules);
void check_references(Rules& rules);
void check_inputs(Rules& rules);
/// Of a run document.
void check_run_header(Rules& rules);
void check_run(Rules& rules);

/// Whether an alias in a mapping has no anchor, which is told: what the mapping lacks may be what it would
/// have brought.
bool lacks_anchor(const YamlNode& mapping);

} // namespace unify_ls::workflow
