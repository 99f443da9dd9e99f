#include "protocol/frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace unify_ls::protocol {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view header_end = "\r\n\r\n";

bool equals_ignoring_case(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(left, right, [&](char a, char b) { return lower(a) == lower(b); });
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::expected<std::size_t, std::string> read_length(std::string_view text) {
  std::size_t length = 0;
  const bool digits_only =
      !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (!digits_only || error != std::errc{} || end != text.data() + text.size() || length == 0)
    return std::unexpected("Content-Length is not a number of bytes");
  if (length > frame_body_limit)
    return std::unexpected(fmt::format("the message is larger than the limit of {} bytes", frame_body_limit));
  return length;
}

/// The body's length that a header (without its closing empty line) announces.
std::expected<std::size_t, std::string> read_header(std::string_view header) {
  std::optional<std::size_t> length;
  for (std::size_t lines = 0; !header.empty(); ++lines) {
    if (lines == frame_header_line_limit) return std::unexpected("the header has too many lines");
    const std::size_t end = std::min(header.find(line_end), header.size());
    const std::string_view line = header.substr(0, end);
    header.remove_prefix(std::min(end + line_end.size(), header.size()));
    const std::size_t colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos || line.find_first_of("\r\n") != std::string_view::npos)
      return std::unexpected("a header line is not of the form `Name: value`");
    if (!equals_ignoring_case(line.substr(0, colon), "Content-Length")) continue;
    if (length) return std::unexpected("the header names Content-Length twice");
    auto read = read_length(without_blanks(line.substr(colon + 1)));
    if (!read) return std::unexpected(read.error());
    length = *read;
  }
  if (!length) return std::unexpected("the header lacks Content-Length");
  return *length;
}

} // namespace

void FrameReader::append(std::string_view bytes) {
  buffer_.erase(0, consumed_);
  consumed_ = 0;
  buffer_ += bytes;
}

std::expected<bool, std::string> FrameReader::take_header() {
  const std::string_view waiting = std::string_view(buffer_).substr(consumed_);
  const std::size_t end = waiting.substr(0, frame_header_limit).find(header_end);
  if (end == std::string_view::npos) {
    if (waiting.size() >= frame_header_limit) return std::unexpected("the header is too long or never ends");
    return false;
  }
  auto length = read_header(waiting.substr(0, end));
  if (!length) return std::unexpected(length.error());
  body_size_ = *length;
  consumed_ += end + header_end.size();
  return true;
}

std::expected<std::optional<std::string>, std::string> FrameReader::next() {
  if (!body_size_) {
    const auto taken = take_header();
    if (!taken) return std::unexpected(taken.error());
    if (!*taken) return std::nullopt;
  }
  if (buffer_.size() - consumed_ < *body_size_) return std::nullopt;
  std::string body = buffer_.substr(consumed_, *body_size_);
  consumed_ += *body_size_;
  body_size_.reset();
  return body;
}

std::string frame(std::string_view body) {
  std::string framed = fmt::format("Content-Length: {}\r\n\r\n", body.size());
  framed += body; // fmt would copy it twice, and a list of workflows is long
  return framed;
}

} // namespace unify_ls::protocol
