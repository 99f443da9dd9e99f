#pragma once

#include <optional>
#include <string>

namespace unify_ls::http {

/// The file in which this system keeps the certificates it trusts, looked for once. libcurl's own default on
/// Debian is a folder that it reads again for each connection, at 20 ms a time; a file it keeps in memory.
/// Nothing where none of the well-known places has one: libcurl's default then counts.
const std::optional<std::string>& trusted_certificates();

} // namespace unify_ls::http
