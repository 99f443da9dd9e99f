#include "server/rpc/progress.h"

namespace unify_ls::rpc {

Progress::Progress(ProgressBoard& board, json::value token) : board_(board), token_(std::move(token)) {}

Progress::~Progress() {
  board_.send(token_, {{"kind", "end"}});
  board_.cancellable_.erase(protocol::to_text(token_));
}

void Progress::report(std::string_view message) {
  const SteadyTime now = board_.clock_.steady();
  if (now - last_report_ < progress_interval) return;
  last_report_ = now;
  board_.send(token_, {{"kind", "report"}, {"message", message}});
}

Task<std::unique_ptr<Progress>> ProgressBoard::begin(std::string title, std::optional<json::value> token,
                                                     std::function<void()> cancelled) {
  if (!token) {
    if (!supported_) co_return nullptr;
    token = json::value(fmt::format("unify-ls-{}", next_++));
    json::object params;
    params["token"] = *token;
    const Answer created = co_await connection_.call("window/workDoneProgress/create", std::move(params));
    if (!created) co_return nullptr;
  }
  json::object begin{{"kind", "begin"}, {"title", title}};
  begin["cancellable"] = static_cast<bool>(cancelled);
  send(*token, std::move(begin));
  if (cancelled) cancellable_[protocol::to_text(*token)] = std::move(cancelled);
  co_return std::make_unique<Progress>(*this, *token);
}

void ProgressBoard::cancel(const json::value& token) {
  const auto found = cancellable_.find(protocol::to_text(token));
  if (found == cancellable_.end()) return;
  const std::function<void()> cancelled = found->second; // it may end the progress and so erase itself
  cancelled();
}

void ProgressBoard::send(const json::value& token, json::object value) {
  json::object params;
  params["token"] = token;
  params["value"] = std::move(value);
  connection_.notify("$/progress", std::move(params));
}

} // namespace unify_ls::rpc
