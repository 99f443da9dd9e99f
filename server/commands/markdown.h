#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Markdown with texts of somebody else's in it, which can form neither a link nor anything else there.
namespace unify_ls::commands::markdown {

/// A value as it is, in a line or in a table's cell: in code nothing is Markdown.
std::string code(std::string_view text);

/// A sentence, in which what stands between backticks stays code. For text that was made printable.
std::string prose(std::string_view text);

/// Lines as they are.
std::string block(std::string_view text, std::string_view language = "");

/// Two columns: names of ours, and cells that are Markdown.
class Table {
 public:
  void row(std::string_view name, const std::string& cell);
  void row_if(std::string_view name, const std::optional<std::string>& value);

  /// Nothing where there are no rows.
  std::string text(std::string_view title) const;

 private:
  std::string rows_;
};

} // namespace unify_ls::commands::markdown
