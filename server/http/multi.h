#pragma once

#include "server/base/task.h"
#include "server/http/libcurl.h"

#include <memory>

namespace unify_ls::http {

/// libcurl's transfers on the program's loop: no thread, no blocking. It pools connections and host names for
/// all transfers. Must go before the loop does; transfers that are under way then end without an answer.
class CurlLoop {
 public:
  explicit CurlLoop(asio::io_context& loop);
  ~CurlLoop();
  CurlLoop(const CurlLoop&) = delete;
  CurlLoop& operator=(const CurlLoop&) = delete;

  /// Runs a transfer to its end. When cancelled it is taken off the loop first, so that the caller may always
  /// clean the handle up afterwards.
  Task<CURLcode> perform(CURL* transfer);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

} // namespace unify_ls::http
