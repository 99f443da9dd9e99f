// Measures language servers from outside, and costs little itself.
//
//   unify-bench-probe PLAN.json    holds one conversation and prints what it took, as one line of JSON
//   unify-bench-probe --echo       is the least server there can be: the floor of everything that is measured
//
// A plan is {"command": [...], "environment": {...}, "folder": "...", "steps": [...]}. A step with a "name"
// is timed, in milliseconds, under that name:
//
//   {"send": BODY}                                       a message; goes on at once
//   {"send": BODY, "await": ID}                          until the answer with that id arrived; an error ends
//   it all
//   {"send": BODY, "await": ID, "since": "start"}        timed from before the process was started
//   {"await": METHOD, "containing": TEXT}                until that notification came, with that text in it
//   {"flood": METHOD, "count": N}                        N requests at once, until all are answered, however
//   {"run": [...]}                                       another program from its start to its end
//   {"memory": NAME}                                     notes VmRSS and RssAnon, in KiB, under that name
//   {"leave": "exit" | "input"}                          until the server has ended by itself
#include "tests/bench/probe/child.h"

#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <stdexcept>

namespace {

using namespace unify_ls::bench;
namespace json = boost::json;

/// Ids of floods begin here, above those of plans.
constexpr std::int64_t first_flood_id = 1'000'000;

double milliseconds_since(Clock::time_point start, Clock::time_point end = Clock::now()) {
  return std::chrono::duration<double, std::milli>(end - start).count();
}

std::string text(const json::value& value) { return std::string(value.as_string()); }

std::vector<std::string> texts(const json::value& array) {
  std::vector<std::string> result;
  for (const json::value& element : array.as_array()) result.push_back(text(element));
  return result;
}

Program program_of(const json::object& plan) {
  Program program{.command = texts(plan.at("command")), .environment = {}, .folder = text(plan.at("folder"))};
  for (const auto& [name, value] : plan.at("environment").as_object())
    program.environment.push_back(std::string(name) + "=" + text(value));
  return program;
}

class Conversation {
 public:
  explicit Conversation(const json::object& plan) : program_(program_of(plan)), child_(program_) {}

  void play(const json::object& step) {
    Clock::time_point start = Clock::now();
    if (const json::value* since = step.if_contains("since"); since && text(*since) == "start")
      start = child_.started();
    const Clock::time_point end = act(step);
    if (const json::value* name = step.if_contains("name"))
      times_[text(*name)] = milliseconds_since(start, end);
  }

  json::object result() {
    if (!cost_) {
      child_.close_input();
      cost_ = child_.wait();
    }
    return {{"times", times_},
            {"memory", memory_},
            {"cpu", cost_->cpu_ms},
            {"faults", cost_->faults},
            {"exit", cost_->exit_code}};
  }

 private:
  /// When it was done.
  Clock::time_point act(const json::object& step) {
    if (const json::value* body = step.if_contains("send")) child_.write(frame(text(*body)));
    if (const json::value* what = step.if_contains("await"))
      return what->is_string() ? notification(text(*what), text(step.at("containing")))
                               : answer(what->as_int64());
    if (const json::value* method = step.if_contains("flood"))
      return flood(text(*method), step.at("count").as_int64());
    if (const json::value* other = step.if_contains("run")) run(texts(*other));
    if (const json::value* name = step.if_contains("memory")) note_memory(text(*name));
    if (const json::value* how = step.if_contains("leave")) leave(text(*how));
    return Clock::now();
  }

  Clock::time_point answer(std::int64_t id) {
    while (true) {
      const Child::Message message = child_.next_message();
      if (answered_its_request(message.body)) continue;
      const json::value* answered = message.body.if_contains("id");
      if (!answered || *answered != json::value(id)) continue;
      if (message.body.contains("error")) throw std::runtime_error(json::serialize(message.body));
      return message.arrived;
    }
  }

  Clock::time_point notification(std::string_view method, std::string_view containing) {
    while (true) {
      const Child::Message message = child_.next_message();
      if (answered_its_request(message.body)) continue;
      const json::value* name = message.body.if_contains("method");
      if (name && text(*name) == method &&
          json::serialize(message.body).find(containing) != std::string::npos)
        return message.arrived;
    }
  }

  Clock::time_point flood(const std::string& method, std::int64_t count) {
    std::string bytes;
    for (std::int64_t i = 0; i < count; ++i)
      bytes += frame(R"({"jsonrpc":"2.0","id":)" + std::to_string(first_flood_id + i) + R"(,"method":")" +
                     method + R"("})");
    child_.write(bytes);
    Clock::time_point last;
    for (std::int64_t left = count; left > 0;) {
      const Child::Message message = child_.next_message();
      last = message.arrived;
      if (!message.body.contains("method")) --left;
    }
    return last;
  }

  /// Agrees to whatever the server asks of an editor.
  bool answered_its_request(const json::object& message) {
    const json::value* id = message.if_contains("id");
    if (!id || !message.contains("method")) return false;
    child_.write(frame(json::serialize(json::object{{"jsonrpc", "2.0"}, {"id", *id}, {"result", nullptr}})));
    return true;
  }

  void run(const std::vector<std::string>& command) {
    Program other = program_;
    other.command = command;
    if (run_to_its_end(other).exit_code != 0) throw std::runtime_error(command.front() + " failed");
  }

  void note_memory(const std::string& name) {
    memory_[name] = {{"rss", child_.memory_kib("VmRSS:")}, {"own", child_.memory_kib("RssAnon:")}};
  }

  void leave(const std::string& how) {
    if (how == "exit") child_.write(frame(R"({"jsonrpc":"2.0","method":"exit"})"));
    if (how == "input") child_.close_input();
    cost_ = child_.wait();
  }

  Program program_;
  Child child_;
  std::optional<Cost> cost_;
  json::object times_;
  json::object memory_;
};

int hold_conversation(const char* path) {
  std::ifstream file(path);
  const std::string plan_text{std::istreambuf_iterator<char>(file), {}};
  const json::object plan = json::parse(plan_text).as_object();
  Conversation conversation(plan);
  for (const json::value& step : plan.at("steps").as_array()) conversation.play(step.as_object());
  std::cout << json::serialize(conversation.result()) << '\n';
  return 0;
}

/// Answers every request with null, and ends at `exit` and at the end of input.
int echo() {
  std::ios::sync_with_stdio(false);
  for (std::string header; std::getline(std::cin, header) && header.starts_with("Content-Length: ");) {
    std::string body(std::stoul(header.substr(header.find(' '))), '\0');
    std::cin.ignore(2);
    std::cin.read(body.data(), static_cast<std::streamsize>(body.size()));
    const json::object message = json::parse(body).as_object();
    if (const json::value* id = message.if_contains("id"))
      std::cout << frame(json::serialize(json::object{{"jsonrpc", "2.0"}, {"id", *id}, {"result", nullptr}}))
                << std::flush;
    else if (text(message.at("method")) == "exit")
      return 0;
  }
  return 0;
}

} // namespace

int main(int count, char** arguments) {
  try {
    if (count == 2 && std::string_view(arguments[1]) == "--echo") return echo();
    if (count == 2) return hold_conversation(arguments[1]);
    std::cerr << "unify-bench-probe PLAN.json | --echo\n";
  } catch (const std::exception& failure) {
    std::cerr << "unify-bench-probe: " << failure.what() << '\n';
    return 1;
  }
  return 2;
}
