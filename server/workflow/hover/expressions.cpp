#include "server/workflow/completion/around.h"
#include "server/workflow/hover/hover.h"

#include <fmt/format.h>

namespace unify_ls::workflow {
namespace {

/// What is said of a name below a context; `part` is its number in the path.
class PathTeller {
 public:
  PathTeller(const Model& model, const PathUse& path, const Sources& sources)
      : model_(model),
        path_(path),
        use_(model.expressions[static_cast<std::size_t>(path.use)]),
        sources_(sources) {}

  std::optional<std::string> tell(std::size_t part) const {
    if (path_.context == nullptr || !path_.has(part)) return std::nullopt;
    const std::string& name = path_.parts[part].name;
    switch (path_.context->id) {
    case ContextName::inputs: return part == 0 ? tell_input(name) : std::nullopt;
    case ContextName::needs:
    case ContextName::jobs: return tell_job(part);
    case ContextName::steps: return tell_step(part);
    case ContextName::secrets:
      return part == 0 ? std::optional("A secret that Unify keeps; masked in logs.") : std::nullopt;
    case ContextName::vars: return part == 0 ? std::optional("A property that Unify keeps.") : std::nullopt;
    case ContextName::env: return tell_variable();
    default: return tell_property(part);
    }
  }

 private:
  std::optional<std::string> tell_input(const std::string& name) const {
    for (const DeclaredInput& input : model_.inputs)
      if (input.name == name)
        return "Input " + told(read_input({.key = input.name_node, .value = input.value}));
    return std::nullopt;
  }

  std::optional<std::string> tell_job(std::size_t part) const {
    const int number = model_.job_named(path_.parts[0].name);
    if (number < 0) return std::nullopt;
    const Job& job = model_.jobs[static_cast<std::size_t>(number)];
    if (part == 0) return told(job);
    if (part != 2) return std::nullopt;
    std::string text =
        fmt::format("Output {} of the job {}", as_code(path_.parts[2].name), as_code(job.name));
    const YamlNode* outputs = job.find("outputs");
    const YamlNode* value =
        outputs == nullptr ? nullptr : find_value(merged_entries(*outputs), path_.parts[2].name);
    if (value != nullptr && value->is_scalar()) text += ": " + as_code(value->value);
    return text;
  }

  std::optional<std::string> tell_step(std::size_t part) const {
    const int number = model_.step_with_id(use_.job, path_.parts[0].name);
    if (number < 0 || part == 1) return std::nullopt;
    const Step& step = model_.steps[static_cast<std::size_t>(number)];
    std::string text = part == 0 ? "Step " + as_code(step.id)
                                 : fmt::format("Output {} of the step {}", as_code(path_.parts[part].name),
                                               as_code(step.id));
    if (part == 0)
      for (const char* key : {"name", "uses"})
        if (const YamlNode* node = step.find(key); node != nullptr && node->is_scalar())
          text += fmt::format("\n\n{} {}", key, as_code(node->value));
    if (part == 0)
      if (const auto outputs = outputs_of(model_, step, sources_); !outputs.empty()) {
        text += "\n\nOutputs:";
        for (const std::string& output : outputs) text += " " + as_code(output);
      }
    return text;
  }

  std::optional<std::string> tell_variable() const {
    const auto place = model_.place(use_, path_.parts[0].span);
    for (const Reference& reference : model_.references) {
      if (place != reference.span || reference.symbol == Symbol::none) continue;
      const Symbol& symbol = model_.symbols[static_cast<std::size_t>(reference.symbol)];
      return "Variable " + as_code(model_.source->text(symbol.span));
    }
    return "An environment variable.";
  }

  std::optional<std::string> tell_property(std::size_t part) const {
    const std::string below = path_.dotted(part + 1);
    const Property* property = find_property(path_.context->id, below);
    if (property == nullptr || property->path != below) return std::nullopt;
    std::string text = as_code(fmt::format("{}.{}", path_.context->name, below));
    if (!property->doc.empty()) text += "\n\n" + std::string(property->doc);
    if (property->gone) text += "\n\nDoes not exist in Unify.";
    if (!property->instead.empty()) text += " Write " + as_code(property->instead) + ".";
    return text;
  }

  const Model& model_;
  const PathUse& path_;
  const ExpressionUse& use_;
  const Sources& sources_;
};

std::optional<Hover> on_function(const Model& model, const ExpressionUse& use, std::size_t byte) {
  for (const ExpressionNode& node : use.expression.nodes) {
    if (node.kind != ExpressionNode::Kind::call) continue;
    const auto span = model.place(use, node.name);
    if (!span || !span->contains(byte)) continue;
    const Function* function = find_function(use.text(node.name));
    if (function == nullptr) return std::nullopt;
    const std::string_view arguments = function->most == 0 ? "()" : function->most == 1 ? "(…)" : "(…, …)";
    return Hover{.span = *span,
                 .text = fmt::format("`{}{}`\n\n{}", function->name, arguments, function->doc)};
  }
  return std::nullopt;
}

} // namespace

std::optional<Hover> hover_in_expressions(const Model& model, std::size_t byte, const Sources& sources) {
  for (const PathUse& path : model.paths) {
    const ExpressionUse& use = model.expressions[static_cast<std::size_t>(path.use)];
    if (!use.scalar->span.contains(byte)) continue;
    if (const auto name = model.place(use, path.name); name && name->contains(byte)) {
      if (path.context == nullptr) return std::nullopt;
      return Hover{.span = *name, .text = fmt::format("`{}`\n\n{}", path.context->name, path.context->doc)};
    }
    for (std::size_t part = 0; part < path.parts.size(); ++part) {
      const auto span = model.place(use, path.parts[part].span);
      if (!span || !span->contains(byte)) continue;
      const auto text = PathTeller(model, path, sources).tell(part);
      return text ? std::optional(Hover{.span = *span, .text = *text}) : std::nullopt;
    }
  }
  for (const ExpressionUse& use : model.expressions)
    if (use.scalar->span.contains(byte))
      if (auto found = on_function(model, use, byte)) return found;
  return std::nullopt;
}

} // namespace unify_ls::workflow
