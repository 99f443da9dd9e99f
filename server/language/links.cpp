#include "server/base/file_uri.h"
#include "server/language/features.h"
#include "server/language/place.h"
#include "server/workflow/checks/uses.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::language {
namespace {

using workflow::CalledKind;
using workflow::YamlNode;

bool is_plain(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         (character >= '0' && character <= '9') || std::string_view("-_./").contains(character);
}

/// The page of `owner/name/path@ref`, which the platform takes from GitHub; nothing for any other form.
std::optional<std::string> page_of(std::string_view uses) {
  const std::size_t at = uses.find('@');
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view where = uses.substr(0, at);
  const std::string_view ref = uses.substr(at + 1);
  const std::size_t owner_end = where.find('/');
  if (ref.empty() || owner_end == std::string_view::npos || owner_end == 0) return std::nullopt;
  if (!std::ranges::all_of(where, is_plain) || !std::ranges::all_of(ref, is_plain)) return std::nullopt;
  if (where.substr(0, owner_end).contains('.') || where.contains("//")) return std::nullopt; // another host
  const std::size_t name_end = std::min(where.find('/', owner_end + 1), where.size());
  if (name_end == owner_end + 1 || where.contains("..") || ref.contains("..")) return std::nullopt;
  const std::string_view path = where.substr(name_end);
  const bool file = path.ends_with(".yaml") || path.ends_with(".yml");
  return fmt::format("https://github.com/{}/{}/{}{}", where.substr(0, name_end), file ? "blob" : "tree", ref,
                     path);
}

class Links {
 public:
  Links(const Analysis& analysis, Workspace& workspace, documents::Encoding encoding)
      : analysis_(analysis),
        sources_(workspace, analysis.root()),
        encoding_(encoding) {}

  void add(const YamlNode* uses, CalledKind kind) {
    if (uses == nullptr || !uses->is_scalar() || uses->value.contains("${{")) return;
    const std::string_view text = uses->value;
    const workflow::Uses what = workflow::read_uses(text);
    if (what.kind == workflow::Uses::Kind::image) return;
    if (what.kind == workflow::Uses::Kind::local) {
      if (const auto file = sources_.file(kind, what.path)) add(*uses, uri_of_path(*file), std::string());
    } else if (const auto page = page_of(text)) {
      add(*uses, *page, *page);
    }
  }

  std::vector<protocol::DocumentLink> take() { return std::move(links_); }

 private:
  void add(const YamlNode& uses, std::string target, const std::string& tooltip) {
    const auto inner = analysis_.source().span_in(uses, 0, uses.value.size());
    protocol::DocumentLink link{.range = to_wire(analysis_.source(), inner, encoding_),
                                .target = std::move(target)};
    if (!tooltip.empty()) link.tooltip = tooltip;
    links_.push_back(std::move(link));
  }

  const Analysis& analysis_;
  WorkspaceSources sources_;
  documents::Encoding encoding_;
  std::vector<protocol::DocumentLink> links_;
};

} // namespace

std::vector<protocol::DocumentLink> document_links(const Analysis& analysis, Workspace& workspace,
                                                   documents::Encoding encoding) {
  const workflow::Model* model = analysis.model();
  if (model == nullptr) return {};
  Links links(analysis, workspace, encoding);
  for (const workflow::Step& step : model->steps) links.add(step.find("uses"), CalledKind::action);
  for (const workflow::Job& job : model->jobs) {
    links.add(job.find("uses"), CalledKind::workflow);
    links.add(job.find("delegates"), CalledKind::custom_job);
  }
  return links.take();
}

} // namespace unify_ls::language
