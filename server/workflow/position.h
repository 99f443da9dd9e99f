#pragma once

#include <compare>
#include <cstddef>

namespace unify_ls::workflow {

/// A place in a text, counted from 0. Both columns are carried, so that either position encoding of LSP can
/// be served without the text at hand: `utf8` counts bytes, `utf16` code units from the start of the line. A
/// byte order mark counts as nothing, for editors do not show it.
struct Position {
  unsigned line = 0;
  unsigned utf8 = 0;
  unsigned utf16 = 0;

  auto operator<=>(const Position&) const = default;
};

/// From `start` up to and without `end`.
struct Range {
  Position start;
  Position end;

  bool operator==(const Range&) const = default;
};

/// The same in bytes of the whole text, a byte order mark included.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;

  std::size_t size() const { return end - begin; }

  bool contains(std::size_t byte) const { return begin <= byte && byte < end; }

  bool operator==(const Span&) const = default;
};

} // namespace unify_ls::workflow
