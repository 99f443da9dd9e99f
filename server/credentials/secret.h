#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace unify_ls::credentials {

/// A token in memory. It can be moved but not copied, printed, compared or serialised (a negative compile
/// test holds this), and its bytes are overwritten when it goes away. Only this room and http/client may look
/// inside. Be honest about the limits: libcurl and TLS keep copies of their own while a request is under way,
/// which nobody can wipe.
class Secret {
 public:
  Secret() = default;

  /// Copies the bytes. The caller wipes its own copy (see wipe()).
  explicit Secret(std::string_view bytes);

  Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}

  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  bool empty() const { return size_ == 0; }

  /// The bytes, for putting into a header or a pipe. Do not keep a copy.
  std::string_view reveal() const { return {bytes_.get(), size_}; }

 private:
  // On the heap, never in a std::string: a short string lives inside the object and is copied when that
  // moves.
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
};

/// Tells one token from another without giving it away: 32 bits in hex, of which a token has many more. For
/// what is remembered of a token.
std::string fingerprint(const Secret& token);

/// Overwrites a buffer that held a token, capacity included, and empties it.
void wipe(std::string& buffer);
void wipe(char* bytes, std::size_t size);

} // namespace unify_ls::credentials
