#include "server/credentials/secret.h"

#include <boost/json/value_from.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ostream.h>

#include <concepts>
#include <ostream>
#include <string>
#include <type_traits>

using unify_ls::credentials::Secret;
using unify_ls::credentials::wipe;

// What a secret must not be able to do is held by the compiler.
namespace {

template <class T>
concept can_be_streamed = requires(std::ostream& out, const T& value) { out << value; };

template <class T>
concept can_be_compared = requires(const T& value) { value == value; };

template <class T>
concept can_be_hashed = requires(const T& value) { std::hash<T>()(value); };

// The concepts can tell: a string does all of it.
static_assert(std::copyable<std::string> && fmt::is_formattable<std::string>::value &&
              can_be_streamed<std::string> && can_be_compared<std::string> && can_be_hashed<std::string> &&
              boost::json::has_value_from<std::string>::value);

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret> && std::is_nothrow_move_assignable_v<Secret>);
static_assert(!fmt::is_formattable<Secret>::value);
static_assert(!can_be_streamed<Secret>);
static_assert(!can_be_compared<Secret> && !can_be_hashed<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_constructible_v<std::string, Secret>);
static_assert(!std::is_convertible_v<std::string, Secret>);
static_assert(!boost::json::has_value_from<Secret>::value);
static_assert(!std::is_convertible_v<Secret, boost::json::value>);

} // namespace

TEST_CASE("a secret keeps its bytes when it moves, and leaves none behind") {
  Secret first("token-1234");
  Secret second(std::move(first));
  CHECK(second.reveal() == "token-1234");
  CHECK(first.empty()); // NOLINT(bugprone-use-after-move): that nothing is left is the point
  CHECK(first.reveal().empty());
  Secret third;
  third = std::move(second);
  CHECK(third.reveal() == "token-1234");
}

TEST_CASE("wiping overwrites the whole buffer, the part beyond its end too") {
  std::string text = "a token that is long enough for the heap";
  const char* bytes = text.data();
  const std::size_t size = text.size();
  text.resize(2); // what was behind is still in the buffer
  wipe(text);
  CHECK(text.empty());
  for (std::size_t i = 1; i < size; ++i) CHECK(bytes[i] == '\0');
}

TEST_CASE("a fingerprint tells tokens apart and is too short to find one by") {
  CHECK(fingerprint(Secret("cb_api_one")) == fingerprint(Secret("cb_api_one")));
  CHECK(fingerprint(Secret("cb_api_one")) != fingerprint(Secret("cb_api_two")));
  CHECK(fingerprint(Secret("cb_api_one")).size() == 8);
  CHECK(fingerprint(Secret()).size() == 8);
}
