#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::simulator {

/// A stretch `[begin, end)` of a list.
struct Page {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint32_t number = 1; ///< of numbered pages
  std::uint32_t length = 0; ///< as served, which may be less than was asked for
  bool last = true;
  std::string next_token; ///< of cursor pages; empty on the last one
};

/// A page by number: 0 and 1 are both the first. A length of 0, or one above `limit`, is served as `limit`.
Page numbered_page(std::size_t total, std::uint32_t number, std::uint32_t length, std::uint32_t limit);

/// A page by cursor. `token` is the previous page's `next_token`, or empty. Nothing when the token is not one
/// of ours.
std::optional<Page> cursor_page(std::size_t total, std::string_view token, std::uint32_t length,
                                std::uint32_t limit);

/// A decimal query parameter: `fallback` when empty, nothing when it is no number.
std::optional<std::uint32_t> number_from(std::string_view text, std::uint32_t fallback);

} // namespace unify_ls::simulator
