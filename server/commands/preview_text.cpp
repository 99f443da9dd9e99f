#include "server/commands/preview_text.h"

#include "protocol/json.h"
#include "server/base/text.h"
#include "server/commands/markdown.h"

#include <fmt/format.h>

#include <string_view>

namespace unify_ls::commands {
namespace {

namespace json = boost::json;

using markdown::code;
using markdown::prose;

std::string text_of(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : protocol::to_text(value);
}

/// An object's members on lines of their own, as people write JSON.
void append_lines(const json::value& value, const std::string& line, std::string& text) {
  const json::object* object = value.if_object();
  if (object == nullptr || object->empty()) {
    text += escaped(protocol::to_text(value));
    return;
  }
  const std::string inner = line + "  ";
  std::string_view before = "{";
  for (const auto& member : *object) {
    text += fmt::format("{}{}{}: ", before, inner, escaped(protocol::to_text(json::string(member.key()))));
    append_lines(member.value(), inner, text);
    before = ",";
  }
  text += line + "}";
}

std::string request_text(const protocol::HttpRequest& request) {
  std::string text = fmt::format("{} {}\n", request.method, escaped(request.url));
  for (const auto& [name, value] : request.headers)
    text += fmt::format("{}: {}\n", escaped(name), escaped(value));
  text += '\n';
  append_lines(request.body, "\n", text);
  return markdown::block(text, "http");
}

} // namespace

std::string preview_text(const protocol::RunStarted& preview) {
  std::string text = fmt::format("# {} on {}\n\n**Nothing was sent.** This is what would be:\n",
                                 prose(printable(preview.file)), prose(printable(preview.branch)));
  for (const std::string& note : preview.notes.value_or(std::vector<std::string>{}))
    text += "\n" + prose(printable(note)) + "\n";
  markdown::Table inputs;
  for (const auto& input : preview.inputs) inputs.row(code(input.key()), code(text_of(input.value())));
  markdown::Table facts;
  facts.row("Branch", prose(printable(preview.branch)));
  facts.row_if("Commit", preview.commit);
  facts.row("Component", prose(printable(preview.component.name.value_or(preview.component.componentId))));
  return text + inputs.text("Input") + facts.text("Run") + "\n## The request\n\n" +
         request_text(preview.request);
}

} // namespace unify_ls::commands
