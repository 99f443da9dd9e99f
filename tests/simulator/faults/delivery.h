#pragma once

#include "tests/simulator/faults/fault.h"

#include <optional>

namespace unify_ls::simulator {

/// One thing to do on the wire.
struct WireAct {
  enum class Kind { send, pause, stall, close, reset };
  Kind kind = Kind::send;
  std::string text;                      ///< send
  std::size_t times = 1;                 ///< send: so many times over
  std::chrono::milliseconds duration{0}; ///< pause and stall; a stall of 0 waits for its release
};

/// How an answer goes out, fault and all, as a list of acts. Pure: the server only carries it out.
/// `keep_alive` is what the client may expect of the connection afterwards; a list that ends in a close or
/// reset overrules it.
std::vector<WireAct> delivery(const Answer& answer, const std::optional<Fault>& fault, bool keep_alive);

/// What the client is to be told about the fault's own answer; the platform's when the fault makes none up.
const Answer& shown_answer(const Answer& from_platform, const std::optional<Fault>& fault);

/// Whether the fault answers in the platform's place.
bool makes_up_answer(const std::optional<Fault>& fault);

} // namespace unify_ls::simulator
