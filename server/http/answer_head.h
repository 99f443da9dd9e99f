#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::http {

/// The headers of an answer that we read, kept while its lines come in. Of a header that comes twice the
/// first counts. What came with an interim answer (1xx) is dropped, and trailers after the body are no
/// headers.
class AnswerHead {
 public:
  /// One line as libcurl gives it, its end included.
  void take(std::string_view line);

  /// The values without blanks around; empty when there was none.
  const std::string& date() const { return values_.date; }

  const std::string& retry_after() const { return values_.retry_after; }

  const std::string& content_type() const { return values_.content_type; }

 private:
  struct Values {
    std::string date;
    std::string retry_after;
    std::string content_type;
  };

  std::string* place_of(std::string_view name);

  Values values_;
  bool open_ = false; ///< between the status line and the empty line
};

} // namespace unify_ls::http
