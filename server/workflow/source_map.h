#pragma once

#include "server/workflow/position.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace unify_ls::workflow {

/// Turns the places that libyaml tells (in code points) into positions. Lines end where LSP says: at LF, CR
/// LF and CR; libyaml's own line numbers also count NEL, LS and PS and so cannot be used. The text must
/// outlive the map.
class SourceMap {
 public:
  explicit SourceMap(std::string_view text);

  struct Place {
    std::size_t byte = 0; ///< of the whole text
    Position position;
  };

  /// Where the code point with this number begins; past the end of the text it is the end. The first is the
  /// one behind a byte order mark.
  Place place(std::size_t code_point) const;

  Position position_of_byte(std::size_t byte) const;

  Range range(Span span) const { return {position_of_byte(span.begin), position_of_byte(span.end)}; }

 private:
  void step(Place& place) const;

  std::string_view text_;
  std::vector<Place> marks_; ///< every `stride`-th code point, so that no look-up walks far
};

} // namespace unify_ls::workflow
