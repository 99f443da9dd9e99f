#pragma once

namespace unify_ls::http {

/// Lets the sender of a request change their mind until its first byte leaves. From then on the server may
/// have seen it, and nothing takes it back. Shared by the sender and the transfer. Loop thread only.
class Recall {
 public:
  /// Takes the request back; false when it was too late. True says for certain that the server never sees it.
  bool take_back() {
    taken_back_ = !left_;
    return taken_back_;
  }

  /// Called by the transfer when the request is about to leave; false when it must not.
  bool leave() {
    left_ = !taken_back_;
    return left_;
  }

 private:
  bool left_ = false;
  bool taken_back_ = false;
};

} // namespace unify_ls::http
