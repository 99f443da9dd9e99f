#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::simulator {

/// Bodies that call themselves JSON and should not be believed, by flavour: `text`, `truncated`, `deep`,
/// `invalidUtf8`, `hugeNumber`, `wrongTypes`, `control`. Nothing for an unknown flavour.
std::optional<std::string> garbage(std::string_view flavour);

/// The flavours, for an error message.
std::string garbage_flavours();

} // namespace unify_ls::simulator
