#pragma once

#include "server/base/clock.h"

#include <chrono>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace unify_ls::git {

/// How long one listing may take, and how many bytes of text it may read: both sides together.
inline constexpr std::chrono::seconds max_listing_time{10};
inline constexpr std::size_t max_listing_bytes = std::size_t{64} << 20U;

/// What is left of one listing's time and bytes. Files that come too late are left out, but the one that a
/// person named is read all the same.
class ListingBudget {
 public:
  /// The time runs from now on. `named` is a bare name or a path below the root; "" without one.
  explicit ListingBudget(const Clock& clock, std::string_view named = {})
      : clock_(clock),
        end_(clock.steady() + max_listing_time),
        named_(named.substr(named.rfind('/') + 1)) {}

  ListingBudget(const ListingBudget&) = delete;
  ListingBudget& operator=(const ListingBudget&) = delete;

  /// A bare name.
  const std::string& named() const { return named_; }

  /// Whether so many bytes of this file (a bare name) may be read, and takes them off. A file that may not is
  /// left out from now on.
  bool allows(const std::string& name, std::size_t bytes) {
    if (name == named_) return true;
    if (left_out_.contains(name)) return false;
    if (bytes > bytes_left_ || clock_.steady() >= end_) {
      left_out_.insert(name);
      return false;
    }
    bytes_left_ -= bytes;
    return true;
  }

  const std::set<std::string, std::less<>>& left_out() const { return left_out_; }

 private:
  const Clock& clock_;
  SteadyTime end_;
  std::string named_;
  std::size_t bytes_left_ = max_listing_bytes;
  std::set<std::string, std::less<>> left_out_; ///< bare names
};

} // namespace unify_ls::git
