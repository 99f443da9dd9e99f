#pragma once

#include "server/credentials/store.h"

#include <string>

namespace unify_ls::credentials {

/// A plain file for each origin, for machines without any better store and only when asked for by name. Files
/// are 0600 in a folder that is 0700, replaced as a whole, and refused when others could have read or planted
/// them. Calls return at once: a file of one line is no reason to leave the thread.
class FileStore final : public TokenStore {
 public:
  /// `folder` is made when needed; empty for none. It is below the folder for state and not in that for
  /// configuration, which people put under version control and copy between machines.
  explicit FileStore(std::string folder) : folder_(std::move(folder)) {}

  std::string_view name() const override { return "file"; }

  Task<Result<std::optional<Secret>>> get(std::string_view origin, Patience patience) override;
  Task<Result<void>> put(std::string_view origin, const Secret& token, Patience patience) override;
  Task<Result<bool>> erase(std::string_view origin, Patience patience) override;
  Task<StoreState> state(Patience patience) override;

 private:
  std::string folder_;
};

} // namespace unify_ls::credentials
