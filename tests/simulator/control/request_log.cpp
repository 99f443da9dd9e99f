#include "tests/simulator/control/request_log.h"

#include "tests/simulator/faults/fault_script.h"

namespace unify_ls::simulator {
namespace {

json::value body_of(const LogEntry& entry) {
  boost::system::error_code error;
  json::value parsed = json::parse(entry.body, error);
  if (error) return json::string(entry.body);
  return parsed;
}

bool matches(const LogFilter& filter, const LogEntry& entry) {
  return (filter.method.empty() || filter.method == entry.method) &&
         (filter.path.empty() || fits(filter.path, entry.path)) &&
         (filter.outcome.empty() || filter.outcome == name_of(entry.outcome)) &&
         (filter.token.empty() || filter.token == entry.token);
}

} // namespace

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
  case Outcome::open: return "open";
  case Outcome::stalled: return "stalled";
  case Outcome::answered: return "answered";
  case Outcome::dropped: return "dropped";
  case Outcome::client_gone: return "clientGone";
  }
  return "";
}

json::object described(const LogEntry& entry) {
  json::array names;
  for (const std::string& name : entry.header_names) names.emplace_back(name);
  json::object object;
  object["time"] = rfc3339(entry.time);
  object["method"] = entry.method;
  object["target"] = entry.target;
  object["path"] = entry.path;
  object["httpVersion"] = entry.http_version;
  object["connection"] = entry.connection;
  object["requestInConnection"] = entry.request_in_connection;
  object["headers"] = std::move(names);
  object["token"] = entry.token;
  object["contentType"] = entry.content_type;
  object["accept"] = entry.accept;
  object["expect"] = entry.expect;
  object["userAgent"] = entry.user_agent;
  object["bodyRead"] = entry.body_read;
  if (!entry.body.empty()) object["body"] = body_of(entry);
  object["fault"] = entry.fault;
  object["status"] = entry.status;
  object["outcome"] = name_of(entry.outcome);
  return object;
}

bool RequestLog::write_to(const std::string& path) {
  file_.open(path, std::ios::app);
  return file_.is_open();
}

std::shared_ptr<LogEntry> RequestLog::add(LogEntry entry) {
  entries_.push_back(std::make_shared<LogEntry>(std::move(entry)));
  if (file_.is_open()) file_ << json::serialize(described(*entries_.back())) << '\n' << std::flush;
  return entries_.back();
}

std::vector<const LogEntry*> RequestLog::matching(const LogFilter& filter) const {
  std::vector<const LogEntry*> found;
  for (const auto& entry : entries_) {
    if (matches(filter, *entry)) found.push_back(entry.get());
  }
  return found;
}

} // namespace unify_ls::simulator
