#include "tests/simulator/net/connection.h"

#include "tests/simulator/control/control.h"
#include "tests/simulator/net/control_connection.h"
#include "tests/simulator/net/exchange_task.h"
#include "tests/simulator/net/reading.h"

namespace unify_ls::simulator {
namespace {

bool is_silence(const Fault& fault) {
  return fault.kind == FaultKind::stall || fault.kind == FaultKind::drop || fault.kind == FaultKind::reset;
}

/// One connection of the platform's listener.
class Connection {
 public:
  Connection(Simulator& simulator, Bell& bell, std::shared_ptr<Wire> wire, std::uint64_t number)
      : simulator_(simulator),
        bell_(bell),
        wire_(std::move(wire)),
        number_(number) {}

  Task<void> serve() {
    bool goes_on = co_await survive_acceptance();
    if (goes_on) goes_on = co_await wire_->shake_hands();
    while (goes_on) goes_on = co_await exchange();
    co_await wire_->close();
  }

 private:
  /// A fault that strikes before a byte was read leaves a log entry without a method.
  Task<bool> survive_acceptance() {
    const auto fault = simulator_.faults.strike_connection();
    if (!fault) co_return true;
    LogEntry entry;
    entry.time = system_now();
    const auto logged = note(std::move(entry), fault);
    co_return co_await keep_silent(simulator_, bell_, *wire_, *logged, *fault);
  }

  std::shared_ptr<LogEntry> note(LogEntry entry, const std::optional<Fault>& fault) {
    entry.connection = number_;
    entry.request_in_connection = request_number_;
    if (fault) entry.fault = fault->name;
    auto logged = simulator_.log.add(std::move(entry));
    simulator_.changed();
    return logged;
  }

  std::shared_ptr<LogEntry> note_request(const Wire::Parser& parser, const Request& request,
                                         const std::optional<Fault>& fault) {
    LogEntry entry = log_entry_from(parser, request);
    entry.token = simulator_.platform.token_name(request);
    return note(std::move(entry), fault);
  }

  /// One request and its answer: whether the connection can take another.
  Task<bool> exchange() {
    const auto parser = new_parser();
    const bool head_read = co_await wire_->read_head(*parser);
    if (!head_read) co_return false;
    const Request head = request_from(*parser);
    if (is_control(head)) co_return co_await exchange_control(simulator_, bell_, *wire_, *parser);

    ++request_number_;
    const auto fault = simulator_.faults.strike_request(head.method, head.path, request_number_ > 1);
    std::shared_ptr<LogEntry> entry;
    if (fault && fault->where == Where::head) {
      entry = note_request(*parser, head, fault);
      const bool goes_on = co_await strike_at_head(*entry, *fault);
      if (!goes_on) co_return false;
    }
    const bool body_read = co_await read_body(*parser, head);
    if (!body_read) co_return false;
    const Request request = request_from(*parser);
    if (!entry) entry = note_request(*parser, request, fault);
    entry->body_read = true;
    entry->body = request.body;
    if (fault && fault->where == Where::request && is_silence(*fault)) {
      const bool goes_on = co_await keep_silent(simulator_, bell_, *wire_, *entry, *fault);
      if (!goes_on) co_return false;
    }
    co_return co_await answer(request, *entry, fault, parser->get().keep_alive());
  }

  /// Before the body was read. A status ends the connection, for the body may still be on its way.
  Task<bool> strike_at_head(LogEntry& entry, const Fault& fault) {
    if (is_silence(fault)) co_return co_await keep_silent(simulator_, bell_, *wire_, entry, fault);
    co_await carry_out(simulator_, bell_, *wire_, entry, fault.answer.status,
                       delivery(fault.answer, std::nullopt, false));
    co_return false;
  }

  Task<bool> read_body(Wire::Parser& parser, const Request& head) {
    if (head.header("Expect") == "100-continue") {
      const bool sent = co_await wire_->write("HTTP/1.1 100 Continue\r\n\r\n");
      if (!sent) co_return false;
    }
    co_return co_await wire_->read_body(parser);
  }

  Task<bool> answer(const Request& request, LogEntry& entry, std::optional<Fault> fault, bool keep_alive) {
    // A silence that has already been kept leaves the platform to answer as usual.
    if (fault && is_silence(*fault) && fault->where < Where::answer) fault.reset();
    Answer from_platform;
    if (!makes_up_answer(fault) || fault->acts)
      from_platform = simulator_.platform.answer(request, system_now());
    const unsigned status = shown_answer(from_platform, fault).status;
    const bool intact = co_await carry_out(simulator_, bell_, *wire_, entry, status,
                                           delivery(from_platform, fault, keep_alive));
    co_return intact&& keep_alive;
  }

  Simulator& simulator_;
  Bell& bell_;
  std::shared_ptr<Wire> wire_;
  std::uint64_t number_;
  std::uint64_t request_number_ = 0;
};

} // namespace

Task<void> serve_platform(Simulator& simulator, Bell& bell, std::shared_ptr<Wire> wire,
                          std::uint64_t number) {
  Connection connection(simulator, bell, std::move(wire), number);
  co_await connection.serve();
}

} // namespace unify_ls::simulator
