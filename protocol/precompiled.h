// What nearly every file of the rooms without input and output includes, compiled once for all of them, as
// server/base/precompiled.h is for the others (see cmake/Room.cmake). No file may rely on it: each includes
// what it uses.
#pragma once

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>
