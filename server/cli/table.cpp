#include "server/cli/table.h"

#include "protocol/utf8.h"

#include <algorithm>

namespace unify_ls::cli {
namespace {

constexpr std::size_t gap = 2;

std::vector<std::size_t> widths_of(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i].text));
  }
  return widths;
}

} // namespace

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  protocol::for_each_code_point(text, [&width](protocol::CodePoint) { ++width; });
  return width;
}

std::string table_text(const std::vector<Row>& rows, const Style& style, std::size_t indent) {
  const std::vector<std::size_t> widths = widths_of(rows);
  std::string text;
  for (const Row& row : rows) {
    std::size_t blanks = indent; // owed before the next text, so that a line never ends in them
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Cell& cell = row[i];
      if (!cell.text.empty()) {
        text.append(blanks, ' ') += style.paint(cell.tone, cell.text);
        blanks = 0;
      }
      blanks += widths[i] - width_of(cell.text);
      if (widths[i] > 0) blanks += gap;
    }
    text += '\n';
  }
  return text;
}

} // namespace unify_ls::cli
