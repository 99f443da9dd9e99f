#pragma once

#include "tests/simulator/model/time.h"
#include "tests/simulator/platform/exchange.h"

#include <cstdint>
#include <fstream>
#include <memory>

namespace unify_ls::simulator {

/// How an exchange stands or has ended.
enum class Outcome {
  open,       ///< being answered
  stalled,    ///< held until its release
  answered,   ///< everything that was meant to be sent was sent
  dropped,    ///< closed or reset on purpose
  client_gone ///< the client closed the connection first
};

std::string_view name_of(Outcome outcome);

/// One request as the simulator saw it. Of the token only its name in the world is kept, of the headers only
/// the names and a few harmless values.
struct LogEntry {
  Time time;
  std::string method;
  std::string target;
  std::string path;
  std::string http_version;
  std::uint64_t connection = 0;            ///< 1 is the first connection that was accepted
  std::uint64_t request_in_connection = 0; ///< 1 means a fresh connection
  std::vector<std::string> header_names;
  std::string token;
  std::string content_type;
  std::string accept;
  std::string expect;
  std::string user_agent;
  bool body_read = false;
  std::string body;
  std::string fault;
  unsigned status = 0; ///< that was sent; 0 as long as none was
  Outcome outcome = Outcome::open;
};

json::object described(const LogEntry& entry);

/// Which entries are meant; empty members mean any.
struct LogFilter {
  std::string method;
  std::string path; ///< `*` stands for anything
  std::string outcome;
  std::string token;
};

/// Every request to the platform, in the order of arrival; control requests are not among them.
class RequestLog {
 public:
  /// Writes each request from now on as one line of JSON, when it was read. False when the file cannot be
  /// opened.
  bool write_to(const std::string& path);

  /// Shared with the exchange that goes on to write its outcome, even after a `clear`.
  std::shared_ptr<LogEntry> add(LogEntry entry);

  void clear() { entries_.clear(); }

  const std::vector<std::shared_ptr<LogEntry>>& entries() const { return entries_; }

  std::vector<const LogEntry*> matching(const LogFilter& filter) const;

 private:
  std::vector<std::shared_ptr<LogEntry>> entries_;
  std::ofstream file_;
};

} // namespace unify_ls::simulator
