#include "tests/simulator/platform/pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace unify_ls::simulator {
namespace {

// Cursors are opaque to a client: this prefix keeps anyone from reading them as page numbers.
constexpr std::string_view cursor_prefix = "cursor-";

std::uint32_t served_length(std::uint32_t asked, std::uint32_t limit) {
  const std::uint32_t at_least_one = std::max<std::uint32_t>(limit, 1);
  return asked == 0 ? at_least_one : std::min(asked, at_least_one);
}

Page page_from(std::size_t total, std::size_t begin, std::uint32_t length) {
  Page page;
  page.begin = std::min(begin, total);
  page.end = std::min(page.begin + length, total);
  page.length = length;
  page.last = page.end == total;
  return page;
}

} // namespace

Page numbered_page(std::size_t total, std::uint32_t number, std::uint32_t length, std::uint32_t limit) {
  const std::uint32_t served = served_length(length, limit);
  const std::uint32_t index = number == 0 ? 0 : number - 1;
  Page page = page_from(total, static_cast<std::size_t>(index) * served, served);
  page.number = index + 1;
  return page;
}

std::optional<Page> cursor_page(std::size_t total, std::string_view token, std::uint32_t length,
                                std::uint32_t limit) {
  std::uint32_t begin = 0;
  if (!token.empty()) {
    if (!token.starts_with(cursor_prefix)) return std::nullopt;
    const auto offset = number_from(token.substr(cursor_prefix.size()), 0);
    if (!offset || *offset == 0 || *offset >= total) return std::nullopt;
    begin = *offset;
  }
  Page page = page_from(total, begin, served_length(length, limit));
  if (!page.last) page.next_token = fmt::format("{}{}", cursor_prefix, page.end);
  return page;
}

std::optional<std::uint32_t> number_from(std::string_view text, std::uint32_t fallback) {
  if (text.empty()) return fallback;
  std::uint32_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

} // namespace unify_ls::simulator
