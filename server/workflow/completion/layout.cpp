#include "server/workflow/completion/layout.h"

#include "server/workflow/checks/edits.h"

#include <optional>

namespace unify_ls::workflow {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  void read(const YamlNode& node) {
    if (mapping_ && list_) return;
    for (const YamlNode* item : node.items) read(*item);
    for (const auto& [key, value] : node.entries) {
      if (!value->is_scalar() && !value->flow && value->complete) compare(*key, *value);
      read(*value);
    }
  }

  Layout take() const {
    const std::size_t step = mapping_.value_or(2);
    return {.step = step, .dash_step = list_.value_or(step), .line_end = line_break_of(text_)};
  }

 private:
  void compare(const YamlNode& key, const YamlNode& value) {
    const std::size_t outer = column_of(text_, key.span.begin);
    const std::size_t inner = column_of(text_, value.span.begin);
    if (value.is_mapping() && inner > outer && inner <= outer + 8 && !mapping_) mapping_ = inner - outer;
    if (value.is_sequence() && inner >= outer && inner <= outer + 8 && !list_) list_ = inner - outer;
  }

  std::string_view text_;
  std::optional<std::size_t> mapping_;
  std::optional<std::size_t> list_;
};

} // namespace

Layout layout_of(const SourceTree& source) {
  Reader reader(source.text());
  if (source.root() != nullptr) reader.read(*source.root());
  return reader.take();
}

} // namespace unify_ls::workflow
