#include "tests/simulator/faults/garbage.h"

#include <algorithm>
#include <array>

namespace unify_ls::simulator {
namespace {

// Deep enough to end the stack of a parser that recurses without counting.
constexpr std::size_t depth = 100'000;

std::string deep() {
  return R"({"organizations":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
}

struct Flavour {
  std::string_view name;
  std::string (*make)();
};

constexpr std::array flavours = {
    Flavour{"text", [] { return std::string("upstream connect error or disconnect/reset before headers"); }},
    Flavour{"truncated", [] { return std::string(R"({"organizations":[{"id":"1111)"); }},
    Flavour{"deep", deep},
    Flavour{"invalidUtf8", [] { return std::string("{\"message\":\"caf\xe9 \xff\xfe \xed\xa0\x80\"}"); }},
    Flavour{"hugeNumber",
            [] { return std::string(R"({"runNumber":1e400,"totalSize":99999999999999999999999})"); }},
    Flavour{"wrongTypes",
            [] {
              return std::string(
                  R"({"organizations":{},"components":"none","service":[1,null,[]],"status":7,)"
                  R"("runId":{"a":[]},"pagination":[],"nextPageToken":12})");
            }},
    Flavour{"control",
            [] { return std::string("{\"message\":\"\\u0000\\u001b[31m\\u202eevil\\n\\u2066\"}"); }},
};

} // namespace

std::optional<std::string> garbage(std::string_view flavour) {
  const auto* found = std::ranges::find(flavours, flavour, &Flavour::name);
  if (found == flavours.end()) return std::nullopt;
  return found->make();
}

std::string garbage_flavours() {
  std::string names;
  for (const Flavour& flavour : flavours) {
    if (!names.empty()) names += ", ";
    names += flavour.name;
  }
  return names;
}

} // namespace unify_ls::simulator
