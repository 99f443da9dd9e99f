#pragma once

#include <string>
#include <string_view>

namespace unify_ls::cli {

/// What a piece of text means to a person; the colour follows from it.
enum class Tone { plain, strong, faint, good, doubtful, bad };

/// Colours for a terminal. Without them every text stays as it is.
class Style {
 public:
  explicit Style(bool coloured = false) : coloured_(coloured) {}

  std::string paint(Tone tone, std::string_view text) const;

 private:
  bool coloured_;
};

} // namespace unify_ls::cli
