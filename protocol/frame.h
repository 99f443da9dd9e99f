#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

/// The base protocol: `Content-Length: N\r\n\r\n` and N bytes of JSON.
namespace unify_ls::protocol {

inline constexpr std::size_t frame_body_limit = 16U << 20U;
inline constexpr std::size_t frame_header_limit = 8U << 10U;
inline constexpr std::size_t frame_header_line_limit = 32;

/// Cuts a stream of bytes into message bodies, however the bytes arrive. After an error the stream cannot be
/// understood any more: where the next frame begins is not known.
class FrameReader {
 public:
  /// Takes more bytes in.
  void append(std::string_view bytes);

  /// The next whole body, nothing when more bytes are needed, or a sentence that says what is wrong with the
  /// header.
  std::expected<std::optional<std::string>, std::string> next();

  /// Whether the bytes so far end between two messages, so that an end of input here loses nothing.
  bool at_boundary() const { return buffer_.size() == consumed_ && !body_size_; }

 private:
  std::expected<bool, std::string> take_header();

  std::string buffer_;
  std::size_t consumed_ = 0;             ///< bytes of the buffer that were handed out
  std::optional<std::size_t> body_size_; ///< after a header, until its body is whole
};

/// Header and body, to be written in one go.
std::string frame(std::string_view body);

} // namespace unify_ls::protocol
