#pragma once

#include "protocol/json.h"
#include "protocol/unify_runs.h"
#include "protocol/unify_workflows.h"

#include <optional>
#include <string>
#include <vector>

/// Arguments and results of our commands: those of runs and workflows, and the others. In wire spelling;
/// PROTOCOL.md explains them.
namespace unify_ls::protocol {

/// The number both sides compare in `experimental.unify.protocol`.
inline constexpr int unify_protocol = 1;

struct NoArgs {};
BOOST_DESCRIBE_STRUCT(NoArgs, (), ())

struct FolderArgs {
  std::optional<std::string> folder;
};
BOOST_DESCRIBE_STRUCT(FolderArgs, (), (folder))

struct IdArgs {
  std::optional<std::string> id;
};
BOOST_DESCRIBE_STRUCT(IdArgs, (), (id))

struct TokenSetArgs {
  std::optional<double> days;
  std::optional<std::string> expires;
  std::optional<bool>
      saved; ///< a hidden prompt has stored it a moment ago; the server looks whether that is so
};
BOOST_DESCRIBE_STRUCT(TokenSetArgs, (), (days, expires, saved))

struct TokenStatusArgs {
  std::optional<bool> check;
};
BOOST_DESCRIBE_STRUCT(TokenStatusArgs, (), (check))

struct TokenStatus {
  std::string origin;
  bool stored = false;
  std::string store; ///< its name; why it was chosen stands in `storeReason`
  std::optional<std::string> storeReason;
  std::optional<std::string> savedAt;
  std::optional<std::string> expiresAt;
  std::optional<long long> daysLeft;
  std::optional<bool> accepted;
  std::optional<std::string> acceptedReason; ///< why `accepted` could not be told, although it was asked for
  std::optional<bool> mayRead; ///< false for a token that may only start runs, as far as is known
};
BOOST_DESCRIBE_STRUCT(TokenStatus, (),
                      (origin, stored, store, storeReason, savedAt, expiresAt, daysLeft, accepted,
                       acceptedReason, mayRead))

struct TokenDeleted {
  std::string origin;
  bool deleted = false;
};
BOOST_DESCRIBE_STRUCT(TokenDeleted, (), (origin, deleted))

struct Opened {
  std::string url;
  bool opened = false;
};
BOOST_DESCRIBE_STRUCT(Opened, (), (url, opened))

/// Saying no is a result of every command that asks.
struct Cancelled {
  std::string outcome = "cancelled";
};
BOOST_DESCRIBE_STRUCT(Cancelled, (), (outcome))

struct DoctorCheck {
  std::string name;
  std::string state; ///< ok, warn or fail
  std::string detail;
  std::optional<std::string> remedy;
};
BOOST_DESCRIBE_STRUCT(DoctorCheck, (), (name, state, detail, remedy))

struct DoctorReport {
  std::vector<DoctorCheck> checks;
  std::string text{}; ///< the same for a person, as Markdown
};
BOOST_DESCRIBE_STRUCT(DoctorReport, (), (checks, text))

} // namespace unify_ls::protocol
