#pragma once

#include "server/workflow/checks/sources.h"
#include "server/workflow/model/model.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Which places of a file name the same thing: for definitions, references and renaming.
namespace unify_ls::workflow {

/// One thing, and everywhere in one file that its name stands.
struct Thing {
  NameKind kind;
  std::string name;
  std::vector<Span> declarations{}; ///< none where the file only reads it
  std::vector<Span> uses{};
  /// Texts that name it, or may, in a way that no edit can follow: with one, the name has to stay.
  std::vector<Span> unclear{};
};

/// Whether a name is at a byte: a cursor directly behind its last letter is at it still.
bool holds(Span name, std::size_t byte);

/// The thing whose name stands at a byte. What other files declare is a thing of theirs, and not told here.
std::optional<Thing> thing_at(const Model& model, std::size_t byte);

/// What others can read of a file: an input, an output or a secret of that name.
Thing thing_named(const Model& model, NameKind kind, std::string_view name);

/// Whether callers name it too.
bool is_public(NameKind kind);

/// A place that names something of another file of this repository: `with` and `secrets` of what it calls,
/// and outputs that are read of it.
struct ForeignName {
  Span span;
  NameKind kind; ///< an input, an output or a secret
  std::string name;
  CalledKind called;
  std::string path;     ///< as the `uses` has it, relative to the repository's root
  bool editable = true; ///< false where `span` is that of a text that says the name in a way of its own
};

/// All of them, in no order.
std::vector<ForeignName> foreign_names(const Model& model);

/// A `uses` or `delegates` that leads to a file of this repository.
struct LocalUses {
  Span span;
  CalledKind called;
  std::string path;
};

std::vector<LocalUses> local_uses(const Model& model);

/// Whether something of that kind can have a name, so that expressions and scripts can read it.
bool is_fit_name(NameKind kind, std::string_view name);

/// Another name for a thing as it has to be written at one of its places.
std::string written_name(const Model& model, const Thing& thing, Span place, std::string_view name);

/// Why a name has to stay that stands in a text where no edit can follow it; `file` may be empty.
std::string cannot_follow(const Model& model, std::string_view name, Span where, std::string_view file);

/// Why a thing cannot be named so; nothing where it can.
std::optional<std::string> refusal_to_rename(const Model& model, const Thing& thing, std::string_view name);

} // namespace unify_ls::workflow
