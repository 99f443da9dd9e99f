#include "tests/unit/workflow/checks/variants.h"

#include "server/workflow/source_tree.h"
#include "tests/unit/workflow/checks/corpus.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

namespace unify_ls::workflow::testing {
namespace {

constexpr std::string_view inside_of_plain = " .-_/=!()'&<>+";

bool is_plain_everywhere(std::string_view value) {
  const auto letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  return !value.empty() && letter(value.front()) && value.back() != ' ' &&
         std::ranges::all_of(value, [&](char c) { return letter(c) || inside_of_plain.contains(c); });
}

/// Writes a tree as YAML again: in flow style from some depth on, in block style above.
class Writer {
 public:
  explicit Writer(std::size_t first_flow_depth) : first_flow_depth_(first_flow_depth) {}

  std::string written(const YamlNode& root) { return block(root, 0); }

 private:
  static std::string scalar(const YamlNode& node) {
    if (!node.is_quoted() && (node.value.empty() || is_plain_everywhere(node.value))) return node.value;
    std::string text = "\"";
    for (const char c : node.value) {
      if (c == '"' || c == '\\') text += '\\';
      text += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return text + '"';
  }

  static std::string flow(const YamlNode& given, std::size_t depth) {
    const YamlNode& node = resolved(given);
    if (node.is_scalar() || depth > max_yaml_depth) return scalar(node);
    std::string text;
    for (const YamlNode* item : node.items)
      text += fmt::format("{}{}", text.empty() ? "" : ", ", flow(*item, depth + 1));
    for (const YamlEntry& entry : node.entries)
      text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", flow(*entry.key, depth + 1),
                          flow(*entry.value, depth + 1));
    return node.is_sequence() ? fmt::format("[{}]", text) : fmt::format("{{{}}}", text);
  }

  /// What stands behind a colon: the rest of the line, or deeper lines.
  std::string value(const YamlNode& node, std::size_t depth) {
    const YamlNode& shown = resolved(node);
    const bool in_line =
        shown.is_scalar() || depth >= first_flow_depth_ || (shown.items.empty() && shown.entries.empty());
    return in_line ? " " + flow(shown, depth) + "\n" : "\n" + block(shown, depth);
  }

  std::string block(const YamlNode& node, std::size_t depth) {
    const std::string indent(2 * depth, ' ');
    if (depth >= first_flow_depth_ || node.is_scalar()) return indent + flow(node, depth) + "\n";
    std::string text;
    for (const YamlNode* item : node.items) {
      const std::string deeper = block(resolved(*item), depth + 1);
      text += indent + "- " + deeper.substr(std::min(indent.size() + 2, deeper.size()));
    }
    for (const YamlEntry& entry : node.entries)
      text += indent + flow(*entry.key, depth) + ":" + value(*entry.value, depth + 1);
    return text;
  }

  std::size_t first_flow_depth_;
};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// A file as somebody could have had it at GitHub: without header and images, with machines and contexts, and
/// with conditions that have no braces.
std::string as_of_github(const std::string& text) {
  std::string made;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string_view line = std::string_view(text).substr(at, next - at);
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    const std::string_view content = line.substr(indent);
    at = next;
    if (content.starts_with("apiVersion:") || content.starts_with("uses: docker:")) continue;
    if (content.starts_with("steps:") && indent > 0)
      made += std::string(indent, ' ') + "runs-on: ubuntu-latest\n";
    made += content.starts_with("if: ${{ ") ? replaced(replaced(std::string(line), "${{ ", ""), " }}", "")
                                            : std::string(line);
  }
  return replaced(replaced(made, "cloudbees.scm.", "github."), "inputs.", "github.odd_");
}

} // namespace

CorpusText read_corpus(const std::filesystem::path& file) {
  const std::string content = content_of(file);
  const std::size_t before = content.find("--- before\n");
  if (file.extension() != ".txt" || before == content.npos) return {path_in_repository(file), content};
  const std::size_t begin = before + std::string_view("--- before\n").size();
  const std::size_t path = std::string_view("file: ").size();
  return {content.substr(path, content.find('\n') - path),
          content.substr(begin, content.find("--- after\n") - begin)};
}

std::vector<std::string> variants_of(const std::string& text) {
  std::vector<std::string> variants{text, as_of_github(text)};
  for (const std::string& one : {variants[0], variants[1]}) {
    const SourceTree source(one);
    if (source.refusal() || source.root() == nullptr) continue;
    // From some depth on there is nothing left to write otherwise.
    std::string last;
    for (std::size_t depth = 0; depth <= max_yaml_depth; ++depth) {
      std::string written = Writer(depth).written(*source.root());
      if (written == last) break;
      variants.push_back(written);
      last = std::move(written);
    }
  }
  for (const std::string& one : {variants[0], variants[1]}) {
    variants.push_back(replaced(one, "\n", "\r\n"));
    variants.push_back("\xEF\xBB\xBF" + one);
    variants.push_back(one.substr(0, one.find_last_not_of('\n') + 1));
  }
  return variants;
}

} // namespace unify_ls::workflow::testing
