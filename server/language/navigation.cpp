#include "server/language/navigation.h"

#include "server/base/file_uri.h"
#include "server/base/turn.h"
#include "server/language/place.h"

#include <algorithm>
#include <iterator>

namespace unify_ls::language {
namespace {

using workflow::ForeignName;
using workflow::holds;
using workflow::Span;
using workflow::Thing;

std::optional<Span> span_at(const Thing& thing, std::size_t byte) {
  for (const auto* spans : {&thing.declarations, &thing.uses})
    for (const Span span : *spans)
      if (holds(span, byte)) return span;
  return std::nullopt;
}

} // namespace

std::optional<std::string> Navigation::file_of(const Analysis& analysis, workflow::CalledKind kind,
                                               const std::string& path) {
  return WorkspaceSources(workspace_, analysis.root()).file(kind, path);
}

std::optional<ForeignName> Navigation::foreign_at(const Analysis& analysis, std::size_t byte) {
  for (ForeignName& name : workflow::foreign_names(*analysis.model()))
    if (name.editable && holds(name.span, byte)) return std::move(name);
  return std::nullopt;
}

std::vector<protocol::Location> Navigation::definitions(const std::shared_ptr<const Analysis>& analysis,
                                                        std::size_t byte, documents::Encoding encoding) {
  std::vector<protocol::Location> locations;
  if (analysis->model() == nullptr) return locations;
  for (const workflow::LocalUses& uses : workflow::local_uses(*analysis->model()))
    if (holds(uses.span, byte))
      if (const auto file = file_of(*analysis, uses.called, uses.path))
        return {{.uri = uri_of_path(*file), .range = {}}};
  const auto found = renamable(analysis, byte);
  if (!found) return locations;
  for (const Span span : found->thing.declarations)
    locations.push_back({.uri = found->home->uri(), .range = to_wire(found->home->source(), span, encoding)});
  return locations;
}

std::optional<Navigation::Renamable> Navigation::renamable(const std::shared_ptr<const Analysis>& analysis,
                                                           std::size_t byte) {
  if (analysis->model() == nullptr) return std::nullopt;
  if (const auto foreign = foreign_at(*analysis, byte)) {
    const auto file = file_of(*analysis, foreign->called, foreign->path);
    const auto home = file ? neighbours_.read(*file) : nullptr;
    if (home == nullptr || home->model() == nullptr) return std::nullopt;
    return Renamable{.thing = workflow::thing_named(*home->model(), foreign->kind, foreign->name),
                     .span = foreign->span,
                     .home = home};
  }
  auto thing = workflow::thing_at(*analysis->model(), byte);
  if (!thing) return std::nullopt;
  const auto span = span_at(*thing, byte);
  if (!span) return std::nullopt;
  return Renamable{.thing = *std::move(thing), .span = *span, .home = analysis};
}

Task<std::vector<PlacesIn>> Navigation::places(std::shared_ptr<const Analysis> analysis, std::size_t byte) {
  std::vector<PlacesIn> places;
  const auto found = renamable(analysis, byte);
  if (!found) co_return places;
  places.push_back({.analysis = found->home,
                    .declarations = found->thing.declarations,
                    .uses = found->thing.uses,
                    .unclear = found->thing.unclear});
  if (!workflow::is_public(found->thing.kind) || found->thing.declarations.empty()) co_return places;
  const std::vector<std::string> paths = co_await neighbours_.paths_with_called(found->home->root());
  for (const std::string& path : paths) {
    co_await give_way();
    PlacesIn in = in_caller(path, *found);
    if (in.uses.empty() && in.unclear.empty()) continue;
    if (path == found->home->path()) {
      std::ranges::copy(in.uses, std::back_inserter(places.front().uses));
      std::ranges::copy(in.unclear, std::back_inserter(places.front().unclear));
    } else {
      places.push_back(std::move(in));
    }
  }
  co_return places;
}

bool Navigation::calls(const std::string& root, const std::string& path, const std::string& called) {
  const WorkspaceSources sources(workspace_, root);
  return std::ranges::any_of(neighbours_.local_uses(path), [&](const workflow::LocalUses& uses) {
    return sources.file(uses.called, uses.path) == called;
  });
}

PlacesIn Navigation::in_caller(const std::string& path, const Renamable& found) {
  // One file is read once, for its places to belong to one version of it.
  PlacesIn in{.analysis = path == found.home->path() ? found.home : neighbours_.read(path)};
  if (in.analysis == nullptr || in.analysis->model() == nullptr) return in;
  for (const ForeignName& name : workflow::foreign_names(*in.analysis->model()))
    if (name.kind == found.thing.kind && name.name == found.thing.name &&
        file_of(*in.analysis, name.called, name.path) == found.home->path())
      (name.editable ? in.uses : in.unclear).push_back(name.span);
  return in;
}

} // namespace unify_ls::language
