#include "server/app/house.h"

#include "server/base/process.h"
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

std::string token_folder() {
  const std::filesystem::path state = settings::user_state_folder();
  return state.empty() ? std::string() : (state / "tokens").string();
}

std::filesystem::path drafts_folder() {
  const std::filesystem::path state = settings::user_state_folder();
  return state.empty() ? state : state / "drafts";
}

using Machine = House::Machine;

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
                                                 .token_folder = token_folder(),
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

House::House(Machine machine, settings::SettingsPlaces places, asio::io_context& loop, Log& log,
             TaskGroup& tasks, commands::Client& client)
    : api_url_(machine.api_url),
      vault_(api_url_.origin.text(), std::move(machine.stores), {}, freshness()),
      http_(loop, clock_, log, vault_, client_settings(machine)),
      api_(http_, clock_, log, Patience::person),
      background_api_(http_, clock_, log, Patience::background),
      rooms_({.loop = loop,
              .log = log,
              .clock = clock_,
              .tasks = tasks,
              .client = client,
              .vault = vault_,
              .api = api_,
              .background_api = background_api_,
              .state = state_,
              .token_dates = token_dates_,
              .machine = machine.settings,
              .settings = std::move(places),
              .api_url = machine.api_url,
              .ui_url = machine.ui_url,
              .drafts = drafts_folder()}) {}

/// What another process stored or deleted counts at once.
credentials::Freshness House::freshness() {
  return {.now = [this] { return clock_.steady(); },
          .changes = [this]() -> std::optional<std::int64_t> {
            const auto changes = token_dates_.changes(api_url_.origin.text());
            return changes ? std::optional(*changes) : std::nullopt;
          }};
}

Result<std::unique_ptr<House>> House::build(const Options& options, asio::io_context& loop, Log& log,
                                            TaskGroup& tasks, commands::Client& client,
                                            std::optional<Result<credentials::Secret>> environment_token) {
  settings::SettingsPlaces places = settings_places(options);
  Result<Machine> machine = read_machine(places, std::move(environment_token));
  if (!machine) return fail(machine.error());
  return std::unique_ptr<House>(new House(*std::move(machine), std::move(places), loop, log, tasks, client));
}

} // namespace unify_ls
