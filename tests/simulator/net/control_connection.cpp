#include "tests/simulator/net/control_connection.h"

#include "tests/simulator/control/control.h"
#include "tests/simulator/net/exchange_task.h"
#include "tests/simulator/net/reading.h"

namespace unify_ls::simulator {

Task<bool> exchange_control(Simulator& simulator, Bell& bell, Wire& wire, Wire::Parser& parser) {
  const bool body_read = co_await wire.read_body(parser);
  if (!body_read) co_return false;
  const Request request = request_from(parser);
  const bool keep_alive = parser.get().keep_alive();
  if (const auto wait = wait_of(request)) {
    co_await bell.wait_until([&simulator, &wait] { return is_over(simulator, *wait); }, wait->deadline);
  }
  const Answer answer = answer_control(simulator, request, system_now());
  LogEntry unlogged;
  const bool sent = co_await carry_out(simulator, bell, wire, unlogged, answer.status,
                                       delivery(answer, std::nullopt, keep_alive));
  co_return sent&& keep_alive;
}

Task<void> serve_control(Simulator& simulator, Bell& bell, std::unique_ptr<Wire> wire) {
  bool goes_on = true;
  while (goes_on) {
    const auto parser = new_parser();
    goes_on = co_await wire->read_head(*parser);
    if (goes_on) goes_on = co_await exchange_control(simulator, bell, *wire, *parser);
  }
  co_await wire->close();
}

} // namespace unify_ls::simulator
