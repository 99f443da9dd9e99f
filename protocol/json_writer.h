#pragma once

#include <boost/json/serializer.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace unify_ls::protocol {

/// Writes a value as JSON text, a piece at a time, for who must not work for long at a time. What no JSON can
/// hold (texts that are not UTF-8, numbers that are not finite) is repaired.
class JsonWriter {
 public:
  /// `value` outlives it.
  explicit JsonWriter(const boost::json::value& value);
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  /// Writes a piece. False when there is no more to write.
  bool go_on();

  std::string take() { return std::move(text_); }

 private:
  bool check_next();

  const boost::json::value* value_;
  boost::json::value repaired_;
  std::vector<const boost::json::value*> unchecked_;
  boost::json::serializer serializer_;
  std::string text_;
};

} // namespace unify_ls::protocol
