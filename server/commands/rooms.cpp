#include "server/commands/rooms.h"

namespace unify_ls::commands {

Rooms::Rooms(Outside outside)
    : outside_(std::move(outside)),
      runs_({.loop = outside_.loop,
             .log = outside_.log,
             .clock = outside_.clock,
             .tasks = outside_.tasks,
             .api = background_api_,
             .state = outside_.state,
             .components = components_,
             .token_dates = outside_.token_dates,
             .audience = reporter_,
             .ui_url = outside_.ui_url,
             .origin = outside_.api_url.origin.text()}),
      registry_(services_for(credentials::Patience::person),
                services_for(credentials::Patience::background)) {}

Services Rooms::services_for(credentials::Patience patience) {
  const bool waits = patience == credentials::Patience::person;
  const Platform platform{waits ? api_ : background_api_, outside_.api_url, outside_.ui_url};
  return {.client = outside_.client,
          .clock = outside_.clock,
          .log = outside_.log,
          .machine = outside_.machine,
          .platform = platform,
          .background_api = background_api_,
          .workspace = {.folders = folders_,
                        .settings = settings_,
                        .repositories = repositories_,
                        .lister = lister_,
                        .read_workflows = read_workflows_,
                        .addresses = {outside_.api_url, outside_.ui_url},
                        .clock = outside_.clock,
                        .texts = documents_,
                        .drafts = outside_.drafts},
          .finding = {.platform = platform,
                      .repositories = repositories_,
                      .components = components_,
                      .token_dates = outside_.token_dates,
                      .client = outside_.client,
                      .clock = outside_.clock,
                      .log = outside_.log},
          .token = {.platform = platform,
                    .vault = outside_.vault,
                    .rights = reading_rights_,
                    .dates = outside_.token_dates,
                    .patience = patience,
                    .clock = outside_.clock},
          .runs = runs_};
}

} // namespace unify_ls::commands
