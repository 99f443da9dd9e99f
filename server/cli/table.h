#pragma once

#include "server/cli/style.h"

#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::cli {

struct Cell {
  std::string text;
  Tone tone = Tone::plain;
};

using Row = std::vector<Cell>;

/// How many columns of a terminal a text takes, one for each character.
std::size_t width_of(std::string_view text);

/// One line a row, `indent` blanks before it, columns aligned and two blanks apart; no blanks at a line's
/// end.
std::string table_text(const std::vector<Row>& rows, const Style& style, std::size_t indent = 0);

} // namespace unify_ls::cli
