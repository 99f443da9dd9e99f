#include "server/workflow/source_map.h"

#include "protocol/utf8.h"

#include <algorithm>

namespace unify_ls::workflow {

namespace {

constexpr std::size_t stride = 8;

/// Whether this is as long as a stride, of one byte a character, in one line.
bool is_plain(std::string_view text) {
  if (text.size() < stride) return false;
  bool plain = true;
  for (const char c : text) plain = plain && c >= ' ' && c <= '~';
  return plain;
}

} // namespace

SourceMap::SourceMap(std::string_view text) : text_(text) {
  marks_.reserve(text.size() / stride + 1);
  Place place{.byte = text.starts_with(protocol::byte_order_mark) ? protocol::byte_order_mark.size() : 0,
              .position = {}};
  marks_.push_back(place);
  while (place.byte < text_.size()) {
    if (is_plain(text_.substr(place.byte, stride))) { // most of every file
      place.byte += stride;
      place.position.utf8 += stride;
      place.position.utf16 += stride;
    } else {
      for (std::size_t i = 0; i < stride && place.byte < text_.size(); ++i) step(place);
    }
    marks_.push_back(place);
  }
}

void SourceMap::step(Place& place) const {
  const char first = text_[place.byte];
  const bool before_lf = place.byte + 1 < text_.size() && text_[place.byte + 1] == '\n';
  if (first == '\n' || (first == '\r' && !before_lf)) {
    ++place.byte;
    place.position = {.line = place.position.line + 1};
  } else if (static_cast<unsigned char>(first) < 0x80) { // nearly all of every file
    ++place.byte;
    ++place.position.utf8;
    ++place.position.utf16;
  } else {
    const protocol::CodePoint point = protocol::first_code_point(text_.substr(place.byte));
    place.byte += point.bytes.size();
    place.position.utf8 += static_cast<unsigned>(point.bytes.size());
    place.position.utf16 += point.value > 0xFFFF ? 2 : 1;
  }
}

SourceMap::Place SourceMap::place(std::size_t code_point) const {
  const std::size_t mark = std::min(code_point / stride, marks_.size() - 1);
  Place place = marks_[mark];
  for (std::size_t i = mark * stride; i < code_point && place.byte < text_.size(); ++i) step(place);
  return place;
}

Position SourceMap::position_of_byte(std::size_t byte) const {
  const auto after = std::ranges::upper_bound(marks_, std::max(byte, marks_.front().byte), {}, &Place::byte);
  Place place = *(after - 1);
  while (place.byte < byte && place.byte < text_.size()) step(place);
  return place.position;
}

} // namespace unify_ls::workflow
