#pragma once

#include "server/workflow/expressions/expression.h"
#include "server/workflow/expressions/vocabulary.h"
#include "server/workflow/model/names.h"
#include "server/workflow/scalar_source.h"
#include "server/workflow/schema/schema.h"
#include "server/workflow/source_tree.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace unify_ls::workflow {

enum class FileKind { other, workflow, action, custom_job, run_document };

/// What a file describes: its name says so for a run document, else its `kind`, else its place. `path` is
/// relative to the repository's root, with `/`. A file that is below no folder of ours and does not begin
/// with our `apiVersion` is `other`.
FileKind kind_of_file(const SourceTree& source, std::string_view path);

/// What a file may hold and still be looked into; real ones have some hundred values, and no merge keys.
inline constexpr std::size_t max_merge_keys = 50;
inline constexpr std::size_t max_file_expressions = 5'000;

/// What describes the outermost mapping of such a file.
const Object& object_of_file(FileKind kind);

enum class JobSort { none, standard, calling, delegating, several };

/// Nodes are resolved; null where the key is absent. Views and nodes live as long as the source.
struct Step {
  const YamlNode* node = nullptr;
  std::vector<YamlEntry> entries{}; ///< with merged ones
  int job = -1;                     ///< -1 in an action
  std::string_view id{};            ///< empty without one

  const YamlNode* find(std::string_view key) const { return find_value(entries, key); }
};

struct Job {
  std::string_view name;
  const YamlNode* name_node = nullptr;
  const YamlNode* body = nullptr; ///< null where the value is no mapping or stands in the wrong place
  const YamlNode* value = nullptr;
  std::vector<YamlEntry> entries{};
  JobSort sort = JobSort::none;
  std::vector<const YamlNode*> needs{}; ///< the names in `needs`
  bool outside = false;                 ///< stands beside `jobs`
  int first_step = 0;                   ///< its steps are [first_step, last_step) of the model's
  int last_step = 0;

  const YamlNode* find(std::string_view key) const { return find_value(entries, key); }
};

/// An input as declared. The same name may be declared by several triggers.
struct DeclaredInput {
  std::string_view name;
  const YamlNode* name_node = nullptr;
  const YamlNode* value = nullptr;
  const Object* object = nullptr; ///< which sort of input: `schema::dispatch_input` and so on
};

/// An expression and where it stands.
struct ExpressionUse {
  const YamlNode* scalar;
  const Key* key;
  int job;  ///< -1 outside of jobs
  int step; ///< an index in the model's steps; -1 outside of steps
  Expression expression;

  /// A part of the value.
  std::string_view text(Span span) const { return part_of(scalar->value, span); }
};

/// One part of a path: `.name`, or `['name']`; or something that only a run can know.
struct PathPart {
  std::string name;
  Span span{}; ///< of the name, in the value
  bool known = true;
};

/// A context and what is read below it, such as `needs.build.outputs.tag`.
struct PathUse {
  int use;                ///< an index in the model's expressions
  const Context* context; ///< null for an unknown name
  Span name;
  Span whole;
  std::vector<PathPart> parts;

  /// The names from the first on that are known, joined by points, at most `most` of them.
  std::string dotted(std::size_t most) const;

  /// Whether the part with this number exists and has a name that is known.
  bool has(std::size_t part) const { return part < parts.size() && parts[part].known; }
};

/// One file, as the rules and the features see it. It refers to the source, which must outlive it.
struct Model {
  const SourceTree* source = nullptr;
  FileKind kind = FileKind::other;
  const YamlNode* root = nullptr; ///< null unless a mapping that is looked into
  /// Why not all of the file is looked into, as a sentence; empty where all is.
  std::string excess{};
  std::vector<YamlEntry> top{};
  std::vector<Job> jobs{};
  std::vector<Step> steps{};
  std::vector<DeclaredInput> inputs{};
  /// Whether every input is known: false where a part of the triggers could not be read.
  bool inputs_known = true;
  const YamlNode* triggers = nullptr;
  /// The name of each trigger, with its value where it has one.
  std::vector<YamlEntry> trigger_entries{};
  std::vector<ExpressionUse> expressions{};
  std::vector<PathUse> paths{};
  std::vector<Symbol> symbols{};       ///< in the order of the text
  std::vector<Reference> references{}; ///< likewise

  /// The number of the job with that name, the first one; -1 without.
  int job_named(std::string_view name) const {
    const auto found = jobs_by_name.find(name);
    return found == jobs_by_name.end() ? -1 : found->second;
  }

  /// Of the steps of a job (-1: of the action) the first with that id; -1 without.
  int step_with_id(int job, std::string_view id) const;

  const YamlEntry* trigger(std::string_view name) const;

  /// The bytes of a part of a scalar's value; nothing where that cannot be said. Who changes a text asks
  /// this.
  std::optional<Span> place(const YamlNode& scalar, Span part) const;

  std::optional<Span> place(const ExpressionUse& use, Span part) const { return place(*use.scalar, part); }

  /// The same for who only points at it: the whole scalar stands for a part that has no place.
  Span span(const YamlNode& scalar, Span part) const { return place(scalar, part).value_or(scalar.span); }

  Span span(const ExpressionUse& use, Span part) const { return span(*use.scalar, part); }

  std::unordered_map<std::string_view, int> jobs_by_name{};
  std::map<std::pair<int, std::string_view>, int> steps_by_id{}; ///< by the job's number too
  /// What was asked last: questions about one scalar follow each other.
  mutable const YamlNode* last_scalar = nullptr;
  mutable std::optional<ScalarSource> last_places{};
};

/// Reads a file whose kind is not `other`. Never fails: what is shaped wrongly is left out.
Model read_model(const SourceTree& source, FileKind kind);

} // namespace unify_ls::workflow
