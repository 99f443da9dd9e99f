#include "server/app/house.h"

#include "server/base/process.h"
#include "server/commands/run_reporter.h"
#include "server/settings/user_folders.h"

namespace unify_ls {
namespace {

using credentials::Patience;

settings::SettingsLayer flags_layer(const boost::json::object& flags) {
  settings::SettingsLayer layer{
      .source = settings::SettingSource::flag, .name = "the command line", .entries = {}};
  for (const auto& flag : flags)
    layer.entries.push_back({.key = std::string(flag.key()), .value = flag.value()});
  return layer;
}

settings::SettingsPlaces settings_places(const Options& options) {
  settings::SettingsPlaces places;
  places.flags = flags_layer(options.settings);
  places.environment = settings::environment_layer(environment_variable);
  places.config_folder = settings::user_config_folder();
  return places;
}

/// What the machine's settings come to, checked.
struct Machine {
  settings::MachineSettings settings;
  http::BaseUrl api_url;
  http::BaseUrl ui_url;
  credentials::StoreChooser stores;
};

Result<Machine> read_machine(const settings::SettingsPlaces& places,
                             std::optional<Result<credentials::Secret>> environment_token) {
  settings::Settings settings = settings::load_settings(places);
  for (const settings::SettingsWarning& warning : settings.warnings)
    if (warning.source == settings::SettingSource::flag) return fail(ErrorKind::settings, warning.message);
  const settings::MachineSettings& machine = settings.machine;
  auto api_url = http::parse_base_url(machine.api_url.value);
  if (!api_url) return fail(api_url.error());
  auto ui_url = machine.ui_url.is_set() ? http::parse_base_url(machine.ui_url.value)
                                        : Result<http::BaseUrl>(http::default_ui_url(*api_url));
  if (!ui_url) return fail(ui_url.error());
  auto stores = credentials::make_store_chooser({.token_store = machine.token_store.value,
                                                 .origin = api_url->origin.text(),
                                                 .environment_token = std::move(environment_token)});
  if (!stores) return fail(stores.error());
  return Machine{std::move(settings.machine), *std::move(api_url), *std::move(ui_url), *std::move(stores)};
}

http::ClientSettings client_settings(const Machine& machine) {
  http::ClientSettings settings{.api = machine.api_url,
                                .timeout =
                                    std::chrono::seconds{machine.settings.request_timeout_seconds.value}};
  if (machine.settings.proxy.is_set()) settings.proxy = machine.settings.proxy.value;
  if (machine.settings.ca_file.is_set()) settings.ca_file = machine.settings.ca_file.value;
  return settings;
}

} // namespace

/// The rooms in the order in which they stand on each other.
struct House::Rooms {
  Rooms(Machine machine, settings::SettingsPlaces places, asio::io_context& given_loop, Log& given_log,
        TaskGroup& given_tasks, commands::Client& given_client)
      : loop(given_loop),
        log(given_log),
        tasks(given_tasks),
        client(given_client),
        api_url(machine.api_url),
        ui_url(machine.ui_url),
        machine_settings(machine.settings),
        state(settings::user_state_folder()),
        token_dates(state),
        vault(api_url.origin.text(), std::move(machine.stores), {}, freshness()),
        http(loop, clock, log, vault, client_settings(machine)),
        token_rights(state),
        reading_rights(vault, token_rights, clock),
        rest_api(http, clock, log, Patience::person),
        background_rest_api(http, clock, log, Patience::background),
        api(rest_api, reading_rights, Patience::person),
        background_api(background_rest_api, reading_rights, Patience::background),
        git(git::Git::of_this_process()),
        repositories(git),
        lister(git),
        journal(state, clock),
        leases(state),
        components(state),
        settings(std::move(places), client),
        reporter(client),
        follower({.log = log,
                  .clock = clock,
                  .tasks = tasks,
                  .api = background_api,
                  .journal = journal,
                  .leases = leases,
                  .token_dates = token_dates,
                  .ui_url = ui_url,
                  .origin = api_url.origin.text()},
                 reporter),
        registry(services_for(Patience::person), services_for(Patience::background)) {}

  credentials::Freshness freshness() {
    return {.now = [this] { return clock.steady(); },
            .changes = [this]() -> std::optional<std::int64_t> {
              const auto changes = token_dates.changes(api_url.origin.text());
              return changes ? std::optional(*changes) : std::nullopt;
            }};
  }

  commands::Services services_for(Patience patience) {
    return {.loop = loop,
            .log = log,
            .clock = clock,
            .tasks = tasks,
            .client = client,
            .machine = machine_settings,
            .api_url = api_url,
            .ui_url = ui_url,
            .patience = patience,
            .api = patience == Patience::person ? api : background_api,
            .background_api = background_api,
            .vault = vault,
            .reading_rights = reading_rights,
            .settings = settings,
            .folders = folders,
            .repositories = repositories,
            .lister = lister,
            .read_workflows = read_workflows,
            .journal = journal,
            .components = components,
            .token_dates = token_dates,
            .follower = follower};
  }

  asio::io_context& loop;
  Log& log;
  TaskGroup& tasks;
  commands::Client& client;
  http::BaseUrl api_url;
  http::BaseUrl ui_url;
  settings::MachineSettings machine_settings;
  SystemClock clock;
  state::State state;
  state::TokenDates token_dates;
  credentials::Vault vault;
  http::Client http;
  state::TokenRights token_rights;
  commands::ReadingRights reading_rights;
  platform::RestApi rest_api;
  platform::RestApi background_rest_api;
  commands::ReadingApi api;
  commands::ReadingApi background_api;
  git::Git git;
  git::Repositories repositories;
  git::WorkflowLister lister;
  commands::ReadWorkflows read_workflows;
  state::Journal journal;
  state::Leases leases;
  state::Components components;
  commands::Folders folders;
  commands::FolderSettingsReader settings;
  commands::RunReporter reporter;
  runs::Follower follower;
  commands::Registry registry;
};

House::House(std::unique_ptr<Rooms> rooms) : rooms_(std::move(rooms)) {}

House::~House() = default;

Result<std::unique_ptr<House>> House::build(const Options& options, asio::io_context& loop, Log& log,
                                            TaskGroup& tasks, commands::Client& client,
                                            std::optional<Result<credentials::Secret>> environment_token) {
  settings::SettingsPlaces places = settings_places(options);
  Result<Machine> machine = read_machine(places, std::move(environment_token));
  if (!machine) return fail(machine.error());
  auto rooms = std::make_unique<Rooms>(*std::move(machine), std::move(places), loop, log, tasks, client);
  return std::unique_ptr<House>(new House(std::move(rooms)));
}

commands::Registry& House::registry() { return rooms_->registry; }

commands::FolderSettingsReader& House::settings() { return rooms_->settings; }

commands::Folders& House::folders() { return rooms_->folders; }

const std::string& House::origin() const { return rooms_->vault.origin(); }

} // namespace unify_ls
