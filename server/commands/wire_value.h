#pragma once

#include "protocol/json.h"
#include "server/base/task.h"

#include <any>

namespace unify_ls::commands {

namespace json = boost::json;

template <class T> Task<json::value> write_at_once(const T& value) { co_return protocol::write(value); }

/// A struct of the wire of any type: the arguments or the result of a command. Code that knows the type takes
/// it as it is, and all other code can write it as JSON. Empty at first, which is null.
class WireValue {
 public:
  /// Writes in pieces, with turns of the loop between them.
  template <class T> using InTurns = Task<json::value> (*)(const T& value);

  WireValue() = default;

  /// `in_turns` for what may be too long to be written at once.
  template <protocol::detail::Described T>
  WireValue(T value, InTurns<T> in_turns = write_at_once<T>)
      : value_(std::move(value)),
        write_([](const std::any& any) { return protocol::write(std::any_cast<const T&>(any)); }),
        write_in_turns_([in_turns](const std::any& any) { return in_turns(std::any_cast<const T&>(any)); }) {}

  /// Null when it is of another type.
  template <class T> const T* get_if() const { return std::any_cast<T>(&value_); }

  /// Of another type it would be a bug, which throws.
  template <class T> const T& as() const { return std::any_cast<const T&>(value_); }

  json::value to_json() const { return write_ ? write_(value_) : json::value(nullptr); }

  Task<json::value> to_json_in_turns() const {
    if (!write_) co_return nullptr;
    co_return co_await write_in_turns_(value_);
  }

 private:
  std::any value_{};
  json::value (*write_)(const std::any& value) = nullptr;
  std::function<Task<json::value>(const std::any& value)> write_in_turns_{};
};

} // namespace unify_ls::commands
