#include "server/cli/style.h"

#include <fmt/format.h>

namespace unify_ls::cli {
namespace {

/// Parameters of "select graphic rendition" (ECMA-48); those that light and dark terminals both show well.
std::string_view code_of(Tone tone) {
  switch (tone) {
  case Tone::plain: return "";
  case Tone::strong: return "1";
  case Tone::faint: return "2";
  case Tone::good: return "32";
  case Tone::doubtful: return "33";
  case Tone::bad: return "31";
  }
  return "";
}

} // namespace

std::string Style::paint(Tone tone, std::string_view text) const {
  if (!coloured_ || tone == Tone::plain || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code_of(tone), text);
}

} // namespace unify_ls::cli
