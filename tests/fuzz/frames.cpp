// The base protocol and JSON-RPC: a stream means the same however it is cut, and what we write we can read.
#include "protocol/frame.h"
#include "protocol/message.h"
#include "protocol/utf8.h"
#include "tests/fuzz/support/fuzz.h"

#include <algorithm>
#include <string>
#include <vector>

namespace unify_ls::fuzz {
namespace {

struct Cut {
  std::vector<std::string> bodies;
  std::string error;
  bool at_boundary = false;

  bool operator==(const Cut&) const = default;
};

/// Feeds the stream in pieces of `piece` bytes.
Cut cut(std::string_view stream, std::size_t piece) {
  protocol::FrameReader reader;
  Cut result;
  while (!stream.empty()) {
    reader.append(stream.substr(0, piece));
    stream.remove_prefix(std::min(piece, stream.size()));
    for (auto body = reader.next();; body = reader.next()) {
      if (!body) {
        result.error = body.error();
        return result;
      }
      if (!*body) break;
      result.bodies.push_back(**std::move(body));
    }
  }
  result.at_boundary = reader.at_boundary();
  return result;
}

void examine_message(std::string_view body) {
  const auto message = protocol::parse_message(body);
  if (!message) {
    expect(!message.error().message.empty(), "what is wrong with a message is said");
    return;
  }
  const std::string written = protocol::to_body(*message);
  expect(protocol::is_utf8(written), "a message is written as UTF-8");
  const auto again = protocol::parse_message(written);
  expect(again.has_value(), "a message that we write can be read");
  expect(again->index() == message->index(), "a request stays a request, and so on");
  const Cut framed = cut(protocol::frame(written), 7);
  expect(framed.bodies == std::vector{written} && framed.at_boundary, "a frame that we write can be read");
}

} // namespace

void examine(std::string_view stream) {
  const Cut whole = cut(stream, stream.size());
  for (const std::size_t piece : {1U, 2U, 5U, 64U})
    expect(cut(stream, piece) == whole, "a stream means the same however it is cut");
  for (const std::string& body : whole.bodies) examine_message(body);
  examine_message(stream);
}

} // namespace unify_ls::fuzz
