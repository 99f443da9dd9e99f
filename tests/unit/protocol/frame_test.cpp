#include "protocol/frame.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace unify_ls::protocol;
using Strings = std::vector<std::string>;

namespace {

/// What a reader makes of bytes that arrive in these pieces: bodies, then "!" and the error if it met one.
Strings read_in_pieces(const std::vector<std::string_view>& pieces) {
  FrameReader reader;
  Strings read;
  for (const std::string_view piece : pieces) {
    reader.append(piece);
    while (true) {
      const auto next = reader.next();
      if (!next) {
        read.push_back("!" + next.error());
        return read;
      }
      if (!*next) break;
      read.push_back(**next);
    }
  }
  return read;
}

std::vector<std::string_view> byte_by_byte(std::string_view text) {
  std::vector<std::string_view> pieces;
  for (std::size_t i = 0; i < text.size(); ++i) pieces.push_back(text.substr(i, 1));
  return pieces;
}

void check_every_way(std::string_view text, const Strings& expected) {
  CHECK(read_in_pieces({text}) == expected);
  CHECK(read_in_pieces(byte_by_byte(text)) == expected);
  for (std::size_t cut = 1; cut < text.size(); ++cut) {
    CAPTURE(cut);
    CHECK(read_in_pieces({text.substr(0, cut), text.substr(cut)}) == expected);
  }
}

} // namespace

TEST_CASE("frames are cut alike however their bytes arrive") {
  struct Row {
    std::string_view what;
    std::string bytes;
    Strings bodies;
  };

  const std::vector<Row> rows{
      {"one", "Content-Length: 2\r\n\r\n{}", {"{}"}},
      {"two in a row", frame("{}") + frame("[1]"), {"{}", "[1]"}},
      {"a body that looks like a header", frame("Content-Length: 9\r\n\r\n"), {"Content-Length: 9\r\n\r\n"}},
      {"bytes, not characters", "Content-Length: 4\r\n\r\n\"é\"", {"\"é\""}},
      {"another case, no blank", "content-LENGTH:2\r\n\r\n{}", {"{}"}},
      {"blanks around", "Content-Length: \t2 \r\n\r\n{}", {"{}"}},
      {"other headers", "X: y\r\nContent-Length: 2\r\nContent-Type: utf-8\r\n\r\n{}", {"{}"}},
      {"a zero byte", std::string("Content-Length: 3\r\n\r\n\"\0\"", 24), {std::string("\"\0\"", 3)}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    check_every_way(row.bytes, row.bodies);
  }
}

TEST_CASE("a header that cannot be understood ends the reading with a sentence") {
  struct Row {
    std::string bytes;
    std::string error;
  };

  const std::string number = "!Content-Length is not a number of bytes";
  const std::string form = "!a header line is not of the form `Name: value`";
  const std::vector<Row> rows{
      {"\r\n\r\n{}", "!the header lacks Content-Length"},
      {"X: 1\r\n\r\n", "!the header lacks Content-Length"},
      {"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", "!the header names Content-Length twice"},
      {"Content-Length: \r\n\r\n", number},
      {"Content-Length: 0\r\n\r\n", number},
      {"Content-Length: -1\r\n\r\n", number},
      {"Content-Length: +1\r\n\r\n", number},
      {"Content-Length: 0x2\r\n\r\n", number},
      {"Content-Length: 2.0\r\n\r\n", number},
      {"Content-Length: 2 2\r\n\r\n", number},
      {"Content-Length: 99999999999999999999999\r\n\r\n", number},
      {"Content-Length: 16777217\r\n\r\n", "!the message is larger than the limit of 16777216 bytes"},
      {"nonsense\r\n\r\n", form},
      {": 2\r\n\r\n", form},
      {"Content-Length: 2\nX: y\r\n\r\n{}", form},
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes);
    check_every_way(row.bytes, {row.error});
  }
}

TEST_CASE("a header has its limits") {
  std::string lines;
  for (std::size_t i = 0; i + 1 < frame_header_line_limit; ++i) lines += "X: y\r\n";
  CHECK(read_in_pieces({lines + "Content-Length: 2\r\n\r\n{}"}) == Strings{"{}"});
  CHECK(read_in_pieces({lines + "X: y\r\nContent-Length: 2\r\n\r\n{}"}) ==
        Strings{"!the header has too many lines"});

  const Strings endless{"!the header is too long or never ends"};
  CHECK(read_in_pieces({std::string(frame_header_limit, 'a')}) == endless);
  CHECK(read_in_pieces({std::string(frame_header_limit - 1, 'a')}) == Strings{});
}

TEST_CASE("an end of input between two messages loses nothing, and anywhere else it does") {
  const std::string bytes = frame("{}");
  for (std::size_t arrived = 0; arrived <= bytes.size(); ++arrived) {
    CAPTURE(arrived);
    FrameReader reader;
    reader.append(std::string_view(bytes).substr(0, arrived));
    (void)reader.next();
    CHECK(reader.at_boundary() == (arrived == 0 || arrived == bytes.size()));
  }
}
