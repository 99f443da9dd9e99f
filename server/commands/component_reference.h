#pragma once

#include "server/base/error.h"
#include "server/credentials/curl_command.h"
#include "server/http/url.h"

#include <string>
#include <string_view>

namespace unify_ls::commands {

/// What a person gave to say which component is meant. Nobody has looked it up.
struct ComponentReference {
  std::string component_id;
  std::string organization_id; ///< empty where the text does not say
  bool held_token = false;     ///< it was a curl command with a token in it, which was not asked for

  bool operator==(const ComponentReference&) const = default;
};

/// Where a reference may point: the configured platform and no other.
struct ReferencePlaces {
  const http::BaseUrl& api;
  const http::BaseUrl& ui;
};

/// Reads an id, the address of a page of the component (`…/components/ID…`, `…componentId=ID…`) or Unify's
/// curl command. invalidInputs says what is wrong, never showing a command, and for another platform's
/// address which flag would make that the configured one.
Result<ComponentReference> read_component_reference(std::string_view text, const ReferencePlaces& places);

/// Whether a curl command goes to the configured platform. invalidInputs names the flag that would make its
/// own the configured one; nothing else does.
Result<> check_origin(const credentials::TriggerTarget& target, const http::Origin& configured);

/// What may be pasted, as the end of a sentence.
inline constexpr std::string_view what_names_a_component =
    "its id, the address of its page in Unify, or Unify's curl command";

/// Whether it has the form that the platform's ids have: 8-4-4-4-12 hexadecimal digits.
bool is_platform_id(std::string_view text);

} // namespace unify_ls::commands
