#pragma once

#include <exception>

namespace unify_ls {

/// Whether this is how a task ends that was asked to; of several that ran side by side, the first to end
/// counts. Catch std::exception and ask this: what was cancelled beside another arrives as
/// asio::multiple_exceptions.
bool is_cancellation(const std::exception_ptr& failure);

} // namespace unify_ls
