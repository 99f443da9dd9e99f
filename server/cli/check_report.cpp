#include "server/cli/check_report.h"

#include "server/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace unify_ls::cli {
namespace {

namespace json = boost::json;

constexpr int error_severity = 1;

struct SeverityWords {
  std::string_view word;
  std::string_view words;
  std::string_view level; ///< SARIF's
  Tone tone;
};

/// By LSP's number less one.
constexpr std::array<SeverityWords, 4> severities{{
    {"error", "errors", "error", Tone::bad},
    {"warning", "warnings", "warning", Tone::doubtful},
    {"note", "notes", "note", Tone::strong},
    {"hint", "hints", "note", Tone::faint},
}};

const SeverityWords& words_of(const protocol::Diagnostic& diagnostic) {
  return severities.at(static_cast<std::size_t>(std::clamp(diagnostic.severity, 1, 4) - 1));
}

json::object region_of(const protocol::Range& range) {
  return {{"startLine", range.start.line + 1},
          {"startColumn", range.start.character + 1},
          {"endLine", range.end.line + 1},
          {"endColumn", range.end.character + 1}};
}

/// A relative path as a URI reference.
std::string uri_reference(std::string_view path) {
  std::string uri;
  for (const char character : path) {
    const bool plain = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
                       (character >= '0' && character <= '9') ||
                       std::string_view("-._~/").contains(character);
    uri += plain ? std::string(1, character) : fmt::format("%{:02X}", static_cast<unsigned char>(character));
  }
  return uri;
}

json::object result_of(const CheckedFile& file, const protocol::Diagnostic& diagnostic) {
  json::object place{{"artifactLocation", json::object{{"uri", uri_reference(file.path)}}},
                     {"region", region_of(diagnostic.range)}};
  return {{"ruleId", diagnostic.code},
          {"level", words_of(diagnostic).level},
          {"message", json::object{{"text", diagnostic.message}}},
          {"locations", json::array{json::object{{"physicalLocation", std::move(place)}}}}};
}

} // namespace

std::string findings_text(const std::vector<CheckedFile>& files, const Style& style) {
  std::string text;
  for (const CheckedFile& file : files)
    for (const protocol::Diagnostic& found : file.diagnostics)
      text += fmt::format("{}:{}:{}: {}: {} {}\n", escaped(file.path), found.range.start.line + 1,
                          found.range.start.character + 1,
                          style.paint(words_of(found).tone, words_of(found).word), printable(found.message),
                          style.paint(Tone::faint, "[" + found.code + "]"));
  return text;
}

std::string findings_summary(const std::vector<CheckedFile>& files) {
  std::array<std::size_t, severities.size()> counts{};
  for (const CheckedFile& file : files)
    for (const protocol::Diagnostic& found : file.diagnostics)
      ++counts.at(static_cast<std::size_t>(&words_of(found) - severities.data()));
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts.at(i) == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", counts.at(i),
                        counts.at(i) == 1 ? severities.at(i).word : severities.at(i).words);
  }
  if (text.empty()) text = "nothing found";
  return fmt::format("{} in {} {}", text, files.size(), files.size() == 1 ? "file" : "files");
}

json::value findings_json(const std::vector<CheckedFile>& files) {
  json::array all;
  for (const CheckedFile& file : files)
    all.push_back(json::object{{"path", file.path}, {"diagnostics", protocol::write(file.diagnostics)}});
  return json::object{{"files", std::move(all)}};
}

json::value findings_sarif(const std::vector<CheckedFile>& files, std::string_view version) {
  json::array results;
  std::set<std::string> codes;
  for (const CheckedFile& file : files) {
    for (const protocol::Diagnostic& found : file.diagnostics) {
      results.push_back(result_of(file, found));
      codes.insert(found.code);
    }
  }
  json::array rules;
  for (const std::string& code : codes) rules.push_back(json::object{{"id", code}});
  json::object driver{{"name", "unify-ls"}, {"version", version}, {"rules", std::move(rules)}};
  json::object run{{"tool", json::object{{"driver", std::move(driver)}}},
                   {"columnKind", "utf16CodeUnits"},
                   {"results", std::move(results)}};
  return json::object{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                      {"version", "2.1.0"},
                      {"runs", json::array{std::move(run)}}};
}

bool has_errors(const std::vector<CheckedFile>& files) {
  return std::ranges::any_of(files, [](const CheckedFile& file) {
    return std::ranges::any_of(file.diagnostics,
                               [](const auto& found) { return found.severity == error_severity; });
  });
}

} // namespace unify_ls::cli
