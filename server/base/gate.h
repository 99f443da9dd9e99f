#pragma once

#include "server/base/task.h"

#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <list>
#include <memory>
#include <utility>

namespace unify_ls {

/// Lets so many at a time do something that costs much; the others wait, first come, first served. Made with
/// make_shared, because those inside and those who wait hold it. Loop thread only.
class Gate : public std::enable_shared_from_this<Gate> {
 public:
  explicit Gate(std::size_t places) : free_(places) {}

  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  /// A place, for as long as it is held.
  class [[nodiscard]] Pass {
   public:
    explicit Pass(std::shared_ptr<Gate> gate) : gate_(std::move(gate)) {}

    Pass(Pass&&) = default;
    Pass& operator=(Pass&&) = delete;

    ~Pass() {
      if (gate_) gate_->leave();
    }

   private:
    std::shared_ptr<Gate> gate_;
  };

  /// Throws operation_aborted when cancelled, and for no other reason.
  Task<Pass> enter();

 private:
  struct Waiter {
    asio::steady_timer called;
    bool admitted = false;
  };

  void leave();

  std::size_t free_;
  std::list<std::shared_ptr<Waiter>> waiting_;
};

} // namespace unify_ls
