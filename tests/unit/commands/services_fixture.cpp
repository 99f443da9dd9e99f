#include "services_fixture.h"

namespace unify_ls::testing {

ServicesFixture::ServicesFixture() : ServicesFixture(api) {}

ServicesFixture::ServicesFixture(platform::Api& used)
    : rooms({.loop = loop,
             .log = log,
             .clock = clock,
             .tasks = tasks,
             .client = client,
             .vault = vault,
             .api = used,
             .background_api = used,
             .state = state,
             .token_dates = token_dates,
             .machine = {},
             .settings = {},
             .api_url = transport.base(),
             .ui_url = transport.base(),
             .drafts = folder.path() / "drafts"}) {}

ServicesFixture::~ServicesFixture() = default;

} // namespace unify_ls::testing
