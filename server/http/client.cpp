#include "server/http/client.h"

#include "server/base/gate.h"
#include "server/http/libcurl.h"
#include "server/http/multi.h"
#include "server/http/transfer.h"

namespace unify_ls::http {
namespace {

/// Reads at a time, so that thousands of them do not need thousands of connections.
constexpr std::size_t reads_limit = 64;

std::string_view path_of(const Request& request) {
  return std::string_view(request.target).substr(0, request.target.find_first_of("?#"));
}

Failure no_token(Error why) { return {.trouble = Trouble::token, .token_error = std::move(why)}; }

Error unusable_token() {
  return {.kind = ErrorKind::secretStore,
          .message = "The stored token has blanks or characters that no token has: store it again."};
}

} // namespace

class Client::Impl {
 public:
  Impl(asio::io_context& loop, Clock& clock, Log& log, credentials::TokenSource& tokens,
       ClientSettings settings)
      : loop_(loop),
        clock_(clock),
        log_(log),
        tokens_(tokens),
        settings_(std::move(settings)) {}

  const BaseUrl& base() const { return settings_.api; }

  Task<Answer> send(Request request) {
    if (!can_load_libcurl()) co_return std::unexpected(Failure{.trouble = Trouble::connect});
    const std::string url = settings_.api.text() + request.target;
    if (!stays_at_origin(request, url)) co_return std::unexpected(Failure{.trouble = Trouble::resolve});
    const Gate::Pass pass = co_await enter(request);
    const SteadyTime start = clock_.steady();
    Transfer transfer(settings_, request, url);
    for (const auto& [name, value] : request.headers) transfer.headers().add(name + ": " + value);
    credentials::Redaction redaction;
    if (request.authorized) {
      const Result<credentials::Redaction> attached = co_await attach_token(transfer, request.patience);
      if (!attached) co_return std::unexpected(no_token(attached.error()));
      redaction = *attached;
    }
    const CURLcode result = co_await curl().perform(transfer.ready());
    Answer answer = transfer.answer(result, clock_.now());
    if (request.authorized && answer && answer->status == 401) tokens_.forget();
    if (answer) {
      answer->redirect_host = redaction.apply(answer->redirect_host);
      answer->redaction = std::move(redaction);
    }
    log_answer(request, answer, start);
    co_return answer;
  }

 private:
  /// What a person starts does not queue behind what is read.
  Task<Gate::Pass> enter(const Request& request) {
    if (request.once) co_return Gate::Pass(nullptr);
    co_return co_await reading_->enter();
  }

  /// A target such as "@elsewhere" must not turn our host into a user name.
  bool stays_at_origin(const Request& request, const std::string& url) const {
    if (!request.target.starts_with('/')) return false;
    const Result<BaseUrl> parsed = parse_base_url(std::string_view(url).substr(0, url.find_first_of("?#")));
    return parsed && parsed->origin == settings_.api.origin;
  }

  Task<Result<credentials::Redaction>> attach_token(Transfer& transfer, credentials::Patience patience) {
    const auto token = co_await tokens_.token(settings_.api.origin.text(), patience);
    if (!token) co_return std::unexpected(token.error());
    if (!fits_into_header((*token)->reveal())) co_return std::unexpected(unusable_token());
    transfer.headers().add_bearer(**token);
    co_return credentials::Redaction(**token);
  }

  CurlLoop& curl() {
    if (!curl_) curl_ = std::make_unique<CurlLoop>(loop_);
    return *curl_;
  }

  void log_answer(const Request& request, const Answer& answer, SteadyTime start) {
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady() - start);
    const std::string_view method = name_of(request.method);
    if (!answer)
      return log_.info("{} {} {} {} ms", method, path_of(request), name_of(answer.error().trouble),
                       took.count());
    log_.info("{} {} {} {} ms {} bytes{}{}", method, path_of(request), answer->status, took.count(),
              answer->body.size(), answer->cut ? ", " : "", answer->cut ? name_of(*answer->cut) : "");
  }

  asio::io_context& loop_;
  Clock& clock_;
  Log& log_;
  credentials::TokenSource& tokens_;
  ClientSettings settings_;
  std::shared_ptr<Gate> reading_ = std::make_shared<Gate>(reads_limit);
  std::unique_ptr<CurlLoop> curl_;
};

Client::Client(asio::io_context& loop, Clock& clock, Log& log, credentials::TokenSource& tokens,
               ClientSettings settings)
    : impl_(std::make_unique<Impl>(loop, clock, log, tokens, std::move(settings))) {}

Client::~Client() = default;

Task<Answer> Client::send(Request request) { return impl_->send(std::move(request)); }

const BaseUrl& Client::base() const { return impl_->base(); }

} // namespace unify_ls::http
