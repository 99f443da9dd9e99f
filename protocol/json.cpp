#include "protocol/json.h"

#include "protocol/json_writer.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace unify_ls::protocol {
namespace {

/// Digits of a number between its outer zeros, the exponent aside.
std::size_t significant_digits(std::string_view number) {
  std::string digits;
  for (const char c : number.substr(0, number.find_first_of("eE")))
    if (c >= '0' && c <= '9') digits += c;
  const auto first = digits.find_first_not_of('0');
  return first == std::string::npos ? 0 : digits.find_last_not_of('0') - first + 1;
}

bool has_more_digits_than_a_double(std::string_view number) {
  return significant_digits(number) > std::numeric_limits<double>::digits10;
}

/// Builds a value as Boost.JSON's own handler does, but for its doubles.
class ValueBuilder {
 public:
  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();
  using Failure = boost::system::error_code;
  using Text = json::string_view;

  json::value take() { return stack_.release(); }

  bool on_document_begin(Failure&) { return true; }

  bool on_document_end(Failure&) { return true; }

  bool on_object_begin(Failure&) { return true; }

  bool on_object_end(std::size_t members, Failure&) { return stack_.push_object(members), true; }

  bool on_array_begin(Failure&) { return true; }

  bool on_array_end(std::size_t elements, Failure&) { return stack_.push_array(elements), true; }

  bool on_key_part(Text part, std::size_t, Failure&) { return stack_.push_chars(part), true; }

  bool on_key(Text rest, std::size_t, Failure&) { return stack_.push_key(rest), true; }

  bool on_string_part(Text part, std::size_t, Failure&) { return stack_.push_chars(part), true; }

  bool on_string(Text rest, std::size_t, Failure&) { return stack_.push_string(rest), true; }

  bool on_number_part(Text, Failure&) { return true; }

  bool on_int64(std::int64_t number, Text, Failure&) { return stack_.push_int64(number), true; }

  bool on_uint64(std::uint64_t number, Text, Failure&) { return stack_.push_uint64(number), true; }

  bool on_bool(bool truth, Failure&) { return stack_.push_bool(truth), true; }

  bool on_null(Failure&) { return stack_.push_null(), true; }

  bool on_comment_part(Text, Failure&) { return true; }

  bool on_comment(Text, Failure&) { return true; }

  /// The nearest double, which Boost's is not always. Where digits get lost the double says so: its shortest
  /// decimal has more digits than a double keeps, never fewer, as `1.00000000000000000001` would otherwise
  /// have.
  bool on_double(double number, Text text, Failure&) {
    double nearest = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), nearest);
    if (error == std::errc()) number = nearest;
    if (has_more_digits_than_a_double(text)) number = with_digits_lost(number);
    stack_.push_double(number);
    return true;
  }

 private:
  static double with_digits_lost(double number) {
    std::array<char, 32> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    const std::string_view shortest(buffer.data(), end);
    if (has_more_digits_than_a_double(shortest)) return number;
    return std::nextafter(number, std::numeric_limits<double>::infinity());
  }

  json::value_stack stack_;
};

} // namespace

std::expected<json::value, std::string> parse_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = json_depth_limit;
  boost::system::error_code error;
  json::basic_parser<ValueBuilder> parser(options);
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (!error && read < text.size()) error = json::error::extra_data;
  if (!error) return parser.handler().take();
  if (error == json::error::too_deep)
    return std::unexpected(fmt::format("the JSON is nested deeper than {} levels", json_depth_limit));
  return std::unexpected(fmt::format("this is not JSON: {}", error.message()));
}

std::string to_text(const json::value& value) {
  JsonWriter writer(value);
  while (writer.go_on()) {
  }
  return writer.take();
}

} // namespace unify_ls::protocol
