#pragma once

#include "server/workflow/checks/sources.h"
#include "server/workflow/hover/cron_times.h"
#include "server/workflow/model/model.h"

#include <optional>
#include <string>

namespace unify_ls::workflow {

/// What is to be said of the thing at a place, in Markdown.
struct Hover {
  Span span;
  std::string text;
};

/// Keys, values, names, references to other files, and what stands in expressions; nothing of the rest.
/// `now` is for the next times of schedules.
std::optional<Hover> hover_at(const Model& model, std::size_t byte, const Sources& sources,
                              CronTimes::Time now);

/// The same of one expression's path, function or context.
std::optional<Hover> hover_in_expressions(const Model& model, std::size_t byte, const Sources& sources);

/// Foreign text as Markdown that cannot do anything: a span of code.
std::string as_code(std::string_view text);

/// Its type, whether it must be given, its default and what it is for; long texts are cut.
std::string told(const Callable::Input& input);

/// `name`, `needs`, what it calls.
std::string told(const Job& job);

} // namespace unify_ls::workflow
