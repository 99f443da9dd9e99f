#include "server/http/multi.h"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <utility>

namespace unify_ls::http {
namespace {

using asio::posix::stream_descriptor;
using boost::system::error_code;
using Completion = asio::any_completion_handler<void(error_code, CURLcode)>;

/// One socket of libcurl's that we wait on. We hold a duplicate of its descriptor: libcurl closes its own
/// whenever it likes, and the loop must never wait on a number that means something else by then.
struct Watch {
  Watch(asio::io_context& loop, int duplicate) : socket(loop, duplicate) {}

  stream_descriptor socket;
  int wanted = CURL_POLL_NONE;
  bool reading = false;
  bool writing = false;
  bool closed = false;
};

} // namespace

class CurlLoop::Impl : public std::enable_shared_from_this<Impl> {
 public:
  explicit Impl(asio::io_context& loop) : loop_(loop), timer_(loop), multi_(libcurl().multi_init()) {
    libcurl().multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Impl::on_socket);
    libcurl().multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    libcurl().multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Impl::on_timer);
    libcurl().multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  }

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  ~Impl() { shut_down(); }

  /// Transfers first, because their handles die with their coroutines; then the multi, which still calls
  /// on_socket to take its connections back; then what we waited on.
  void shut_down() {
    if (multi_ == nullptr) return;
    for (const auto& [transfer, entry] : transfers_) libcurl().multi_remove_handle(multi_, transfer);
    libcurl().multi_cleanup(std::exchange(multi_, nullptr));
    for (const auto& [socket, watch] : watches_) close(*watch);
    watches_.clear();
    timer_.cancel();
    const auto dropped = std::exchange(transfers_, {});
  }

  template <class Handler> void start(CURL* transfer, Handler handler) {
    const std::uint64_t id = ++last_id_;
    auto slot = asio::get_associated_cancellation_slot(handler);
    Entry entry{id, Work(loop_.get_executor()), Completion(std::move(handler))};
    transfers_.emplace(transfer, std::move(entry));
    if (slot.is_connected()) {
      // The number tells whether this is still the same transfer: addresses of handles come back.
      slot.assign([weak = this->weak_from_this(), transfer, id](asio::cancellation_type) {
        if (const auto self = weak.lock()) self->cancel(transfer, id);
      });
    }
    // This only arms the timer; nothing completes in here.
    if (libcurl().multi_add_handle(multi_, transfer) != CURLM_OK) give_up(transfer);
  }

 private:
  using Work = asio::executor_work_guard<asio::io_context::executor_type>;

  struct Entry {
    std::uint64_t id;
    Work work;
    Completion completion;
  };

  void cancel(CURL* transfer, std::uint64_t id) {
    const auto found = transfers_.find(transfer);
    if (found != transfers_.end() && found->second.id == id)
      finish(transfer, asio::error::operation_aborted, CURLE_ABORTED_BY_CALLBACK);
  }

  /// Never calls the completion from here: it may clean up the handle that libcurl is just talking about.
  void finish(CURL* transfer, error_code failure, CURLcode result) {
    libcurl().multi_remove_handle(multi_, transfer);
    auto entry = std::move(transfers_.extract(transfer).mapped());
    asio::post(loop_, [completion = std::move(entry.completion), failure, result]() mutable {
      std::move(completion)(failure, result);
    });
  }

  void act(curl_socket_t socket, int events) {
    int running = 0;
    libcurl().multi_socket_action(multi_, socket, events, &running);
    int left = 0;
    while (const CURLMsg* message = libcurl().multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode result = message->data.result; // finish() invalidates the message
      finish(message->easy_handle, {}, result);
    }
  }

  // Both callbacks come from inside libcurl, so they only note and arm; no curl_multi call may follow from
  // them.
  static int on_timer(CURLM*, long milliseconds, void* self) {
    static_cast<Impl*>(self)->arm_timer(milliseconds);
    return 0;
  }

  static int on_socket(CURL* transfer, curl_socket_t socket, int wanted, void* self, void*) {
    static_cast<Impl*>(self)->want(transfer, socket, wanted);
    return 0;
  }

  void arm_timer(long milliseconds) {
    timer_.cancel();
    if (milliseconds < 0) return;
    timer_.expires_after(std::chrono::milliseconds(milliseconds));
    timer_.async_wait([weak = this->weak_from_this()](error_code cancelled) {
      const auto self = weak.lock();
      if (!cancelled && self && self->multi_ != nullptr) self->act(CURL_SOCKET_TIMEOUT, 0);
    });
  }

  void want(CURL* transfer, curl_socket_t socket, int wanted) {
    const auto found = watches_.find(socket);
    if (wanted == CURL_POLL_REMOVE) {
      if (found == watches_.end()) return;
      close(*found->second);
      watches_.erase(found);
      return;
    }
    if (found == watches_.end()) {
      const int duplicate = ::dup(socket);
      if (duplicate < 0) return give_up(transfer);
      watches_.emplace(socket, std::make_shared<Watch>(loop_, duplicate));
    }
    const auto watch = watches_.at(socket);
    watch->wanted = wanted;
    wait(socket, watch);
  }

  /// For want of a descriptor: nobody would ever hear of this socket.
  void give_up(CURL* transfer) {
    const auto found = transfers_.find(transfer);
    if (found == transfers_.end()) return;
    asio::post(loop_, [weak = this->weak_from_this(), transfer, id = found->second.id] {
      const auto self = weak.lock();
      if (!self) return;
      const auto still = self->transfers_.find(transfer);
      if (still != self->transfers_.end() && still->second.id == id)
        self->finish(transfer, {}, CURLE_COULDNT_CONNECT);
    });
  }

  static void close(Watch& watch) {
    watch.closed = true;
    error_code ignored;
    watch.socket.close(ignored);
  }

  /// Waits for each direction that is wanted and not waited for yet, again after each event.
  void wait(curl_socket_t socket, const std::shared_ptr<Watch>& watch) {
    if ((watch->wanted & CURL_POLL_IN) != 0 && !watch->reading) {
      watch->reading = true;
      wait_for(stream_descriptor::wait_read, CURL_CSELECT_IN, &Watch::reading, socket, watch);
    }
    if ((watch->wanted & CURL_POLL_OUT) != 0 && !watch->writing) {
      watch->writing = true;
      wait_for(stream_descriptor::wait_write, CURL_CSELECT_OUT, &Watch::writing, socket, watch);
    }
  }

  void wait_for(stream_descriptor::wait_type direction, int event, bool Watch::* waiting,
                curl_socket_t socket, const std::shared_ptr<Watch>& watch) {
    watch->socket.async_wait(direction, [this, event, waiting, socket, watch](error_code failure) {
      (*watch).*waiting = false;
      if (watch->closed) return; // `this` may be gone
      if ((watch->wanted & event) != 0) act(socket, failure ? CURL_CSELECT_ERR : event);
      if (!watch->closed && !failure) wait(socket, watch);
    });
  }

  asio::io_context& loop_;
  asio::steady_timer timer_;
  CURLM* multi_;
  std::uint64_t last_id_ = 0;
  std::map<CURL*, Entry> transfers_;
  std::map<curl_socket_t, std::shared_ptr<Watch>> watches_;
};

CurlLoop::CurlLoop(asio::io_context& loop) : impl_(std::make_shared<Impl>(loop)) {}

CurlLoop::~CurlLoop() { impl_->shut_down(); }

Task<CURLcode> CurlLoop::perform(CURL* transfer) {
  const auto start = [impl = impl_, transfer](auto handler) { impl->start(transfer, std::move(handler)); };
  return asio::async_initiate<const asio::use_awaitable_t<>, void(error_code, CURLcode)>(start,
                                                                                         asio::use_awaitable);
}

} // namespace unify_ls::http
