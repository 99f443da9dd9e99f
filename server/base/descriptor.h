#pragma once

#include <utility>

namespace unify_ls {

/// An open file or folder of the system, closed in the end. Negative for none.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}

  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this; // `other` closes what we held
  }

  ~Descriptor();

  bool is_open() const { return number_ >= 0; }

  int operator*() const { return number_; }

 private:
  int number_;
};

} // namespace unify_ls
