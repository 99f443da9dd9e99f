// The one place where Asio itself is compiled (BOOST_ASIO_SEPARATE_COMPILATION).
#include "server/base/turn.h"

#if defined(__linux__)
#include <sys/epoll.h>

namespace {

/// Where the loop looks at what has become ready: a turn ends before it and the next begins behind it. Asio
/// offers no place to hear of that. On systems where it looks in another way turns are not measured, and
/// whoever gives way does so each time.
int wait_between_turns(int descriptor, epoll_event* events, int most, int timeout) {
  unify_ls::turn_ends();
  const int count = ::epoll_wait(descriptor, events, most, timeout);
  unify_ls::turn_begins();
  return count;
}

} // namespace

#define epoll_wait ::wait_between_turns
#endif

#include <boost/asio/impl/src.hpp>
