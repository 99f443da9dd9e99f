#include "server/rpc/stdio.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include <fcntl.h>

namespace unify_ls::rpc {

/// The mode belongs to the open file, which others (a shell) share with us: it is put back at the end.
struct Stdio::Descriptors {
  Descriptors(asio::io_context& loop, int input_number, int output_number)
      : input(loop, input_number),
        output(loop, output_number),
        input_flags(::fcntl(input_number, F_GETFL)),
        output_flags(::fcntl(output_number, F_GETFL)) {}

  Descriptors(const Descriptors&) = delete;
  Descriptors& operator=(const Descriptors&) = delete;

  ~Descriptors() {
    if (input_flags >= 0) ::fcntl(input.native_handle(), F_SETFL, input_flags);
    if (output_flags >= 0) ::fcntl(output.native_handle(), F_SETFL, output_flags);
  }

  bool was_closed_at_start() const { return output_flags < 0 || (output_flags & O_ACCMODE) == O_RDONLY; }

  asio::posix::stream_descriptor input;
  asio::posix::stream_descriptor output;
  int input_flags;
  int output_flags;
};

Stdio::Stdio(asio::io_context& loop, int input, int output)
    : descriptors_(std::make_unique<Descriptors>(loop, input, output)),
      broken_(descriptors_->was_closed_at_start()),
      changed_(loop, asio::steady_timer::time_point::max()) {}

Stdio::~Stdio() = default;

Task<> Stdio::wait_for_change() {
  boost::system::error_code cancelled; // a cancelled timer is the signal
  co_await changed_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
}

Task<std::string> Stdio::read() {
  while (queued_bytes_ > outgoing_high_water && !broken_) co_await wait_for_change();
  if (broken_) co_return std::string();
  std::string bytes(65536, '\0');
  boost::system::error_code end;
  const std::size_t count = co_await descriptors_->input.async_read_some(
      asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, end));
  bytes.resize(end ? 0 : count);
  co_return bytes;
}

bool Stdio::write(std::string bytes) {
  if (broken_) {
    lost_ = true;
    return false;
  }
  if (queued_bytes_ + bytes.size() > outgoing_limit) {
    give_up();
    return false;
  }
  queued_bytes_ += bytes.size();
  queue_.push_back(std::move(bytes));
  changed_.cancel();
  return true;
}

/// Ends the reading too. An answer that is dropped would never be missed by us, and always by the client:
/// better it sees an end.
void Stdio::give_up() {
  broken_ = true;
  lost_ = lost_ || !queue_.empty();
  boost::system::error_code ignored;
  descriptors_->input.cancel(ignored);
  changed_.cancel();
}

Task<> Stdio::pump() {
  while (!broken_) {
    if (queue_.empty()) {
      co_await wait_for_change();
      continue;
    }
    boost::system::error_code failed;
    co_await asio::async_write(descriptors_->output, asio::buffer(queue_.front()),
                               asio::redirect_error(asio::use_awaitable, failed));
    if (failed) {
      give_up();
      co_return;
    }
    queued_bytes_ -= queue_.front().size();
    queue_.pop_front();
    changed_.cancel();
  }
}

Task<> Stdio::watch_reader() {
  boost::system::error_code unwatchable;
  co_await descriptors_->output.async_wait(asio::posix::descriptor_base::wait_error,
                                           asio::redirect_error(asio::use_awaitable, unwatchable));
  if (!unwatchable) give_up();
}

Task<> Stdio::flushed() {
  while (!queue_.empty() && !broken_) co_await wait_for_change();
}

} // namespace unify_ls::rpc
