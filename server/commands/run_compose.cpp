#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/commands/commands.h"
#include "server/commands/place.h"
#include "server/commands/questions.h"
#include "server/commands/run_documents.h"
#include "server/commands/workflow_choice.h"
#include "server/state/private_files.h"
#include "server/state/random_id.h"
#include "server/workflow/run_document/write.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <iterator>

/// Writing runs as documents: a draft to be filled in, and a preset to be kept.
namespace unify_ls::commands {
namespace {

namespace fs = std::filesystem;
using workflow::WrittenInput;
using workflow::WrittenRun;

/// Drafts that are kept; of more, the oldest are removed.
constexpr std::size_t max_kept_drafts = 100;
/// Characters of a draft's name that say what it is of.
constexpr std::size_t max_draft_stem = 40;
constexpr std::size_t shown_options = 10;

std::string stem_of(const std::string& file) {
  std::string stem = fs::path(file).stem().string().substr(0, max_draft_stem);
  const auto odd = [](char c) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return !plain && c != '-' && c != '_';
  };
  std::ranges::replace_if(stem, odd, '-');
  return stem;
}

/// What a form says of an input in its question.
std::string note_on(const workflow::Input& input, bool has_value) {
  std::string note(workflow::name_of(input.type));
  if (input.type == workflow::InputType::choice) {
    const std::size_t told = std::min(shown_options, input.options.size());
    note += fmt::format(
        ": {}{}",
        fmt::join(input.options.begin(), input.options.begin() + static_cast<std::ptrdiff_t>(told), ", "),
        told < input.options.size() ? ", …" : "");
  }
  if (!has_value) note += workflow::must_be_given(input) ? ", required" : ", optional";
  if (input.description) note += ". " + *input.description;
  return note;
}

/// A value that may be a secret is not written down: its place is left empty.
WrittenInput written(const workflow::Input& input, std::optional<std::string> value) {
  WrittenInput written{.name = input.name};
  const bool had_value = value.has_value();
  if (value)
    written.value =
        runs::remembered_input(input.name, *std::move(value), input.description.value_or("")).value;
  written.note = note_on(input, written.value.has_value());
  if (had_value && !written.value) written.note = "not written down, because it may be a secret";
  return written;
}

const workflow::GivenValue* given_value(const ChosenWorkflow& chosen, const std::string& name) {
  if (!chosen.given) return nullptr;
  const auto found = std::ranges::find(chosen.given->inputs, name, &workflow::GivenInputs::value_type::first);
  return found == chosen.given->inputs.end() ? nullptr : &found->second;
}

/// What a draft begins with: what a document or an earlier run gave, else the author's default.
WrittenInput drafted(const workflow::Input& input, const ChosenWorkflow& chosen,
                     const std::vector<runs::RunInput>& earlier) {
  if (const workflow::GivenValue* given = given_value(chosen, input.name))
    return written(input, workflow::text_of(*given));
  const auto before = std::ranges::find(earlier, input.name, &runs::RunInput::name);
  if (before == earlier.end()) {
    WrittenInput usual{.name = input.name, .value = workflow::usable_default(input)};
    usual.note = note_on(input, usual.value.has_value());
    return usual;
  }
  if (before->value) return written(input, before->value);
  return {.name = input.name, .note = "not kept, because it may be a secret"};
}

WrittenRun draft_of(const ChosenWorkflow& chosen, const std::vector<runs::RunInput>& earlier) {
  WrittenRun draft{.remarks = {fmt::format("A run of {}. Nothing is started before you confirm it.",
                                           chosen.listed.file.name)},
                   .folder = chosen.place.folder,
                   .workflow = chosen.listed.file.name,
                   .branch = chosen.place.checkout.branch.value_or("")};
  for (const workflow::Input& input : chosen.listed.workflow.inputs)
    draft.inputs.push_back(drafted(input, chosen, earlier));
  return draft;
}

/// What the document says, and the places of what it has to say.
WrittenRun preset_of(const ChosenWorkflow& chosen) {
  WrittenRun preset{.workflow = chosen.listed.file.name, .branch = chosen.given->head.branch};
  for (const workflow::Input& input : chosen.listed.workflow.inputs) {
    const workflow::GivenValue* given = given_value(chosen, input.name);
    if (given != nullptr)
      preset.inputs.push_back(written(input, workflow::text_of(*given)));
    else if (workflow::must_be_given(input))
      preset.inputs.push_back(written(input, std::nullopt));
  }
  return preset;
}

Result<> write_text(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) return fail(ErrorKind::settings, fmt::format("{} cannot be written.", escaped(file.string())));
  return {};
}

void remove_oldest(const fs::path& folder) {
  std::error_code failure;
  std::vector<std::pair<fs::file_time_type, fs::path>> drafts;
  for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure))
    if (workflow::is_run_document_name(entry->path().string()))
      drafts.emplace_back(entry->last_write_time(failure), entry->path());
  if (drafts.size() < max_kept_drafts) return;
  std::ranges::sort(drafts);
  drafts.resize(drafts.size() - max_kept_drafts + 1); // one more is to come
  for (const auto& [time, path] : drafts) fs::remove(path, failure);
}

/// For its owner alone from the first byte on.
Result<fs::path> write_draft(const fs::path& folder, const std::string& stem, const std::string& text) {
  if (const Result<> made = state::make_private_folder(folder); !made) return fail(made.error());
  remove_oldest(folder);
  fs::path file = folder / fmt::format("{}-{}{}", stem, state::random_id(), workflow::run_document_suffix);
  if (const Result<> made = state::make_private_file(file); !made) return fail(made.error());
  if (const Result<> done = write_text(file, text); !done) return fail(done.error());
  return file;
}

Task<Result<Outcome>> show(const Services& services, fs::path file) {
  protocol::RunComposed composed{.uri = uri_of_path(file.string()), .path = file.string()};
  composed.opened = co_await services.client.show_document(composed.uri);
  co_return Outcome{
      .value = composed,
      .gist = fmt::format("The run is written in {}: fill it in, and start it from there.", composed.path),
      .shown = composed.opened};
}

Task<Result<Outcome>> compose(const Services& services, std::string stem, WrittenRun run) {
  const auto file = write_draft(services.workspace.drafts, stem, workflow::run_document_text(run));
  if (!file) co_return fail(file.error());
  co_return co_await show(services, *file);
}

/// The folder of presets, made where there is none. A link would lead out of the repository.
Result<fs::path> make_presets_folder(const std::string& root) {
  std::error_code failure;
  fs::path folder = root;
  for (const fs::path& step : fs::path(presets_folder)) {
    folder /= step;
    const fs::file_status status = fs::symlink_status(folder, failure);
    if (fs::is_directory(status)) continue;
    if (fs::exists(status) || !fs::create_directory(folder, failure))
      return fail(ErrorKind::settings,
                  fmt::format("{} is not a folder and cannot be made one.", escaped(folder.string())));
  }
  return folder;
}

Task<Result<Outcome>> save(const Services& services, std::string root, std::string name, WrittenRun run) {
  const Result<fs::path> folder = make_presets_folder(root);
  if (!folder) co_return fail(folder.error());
  const fs::path file = *folder / (name + std::string(workflow::run_document_suffix));
  std::error_code failure;
  if (fs::exists(fs::symlink_status(file, failure)))
    co_return fail(ErrorKind::invalidInputs, fmt::format("There is a preset `{}` already.", escaped(name)));
  if (const Result<> done = write_text(file, workflow::run_document_text(run)); !done)
    co_return fail(done.error());
  co_return co_await show(services, file);
}

protocol::FormField name_question(const std::string& usual) {
  return {.id = "name",
          .description = fmt::format("Name of the preset, a file in {}", presets_folder),
          .type = {.kind = "string"},
          .required = true,
          .default_ = json::value(json::string(usual))};
}

/// The name, where no preset has it yet.
Result<std::string> free_name(const std::string& root, const std::string& name) {
  const Result<std::string> path = preset_path(name);
  if (!path) return fail(path.error());
  std::error_code failure;
  if (fs::exists(fs::symlink_status(fs::path(root) / *path, failure)))
    return fail(ErrorKind::invalidInputs,
                fmt::format("There is a preset `{}` already: choose another name.", escaped(name)));
  return name;
}

} // namespace

Task<Result<Planned>> plan_run_compose(const Services& services, const protocol::RunComposeArgs& args,
                                       const Call& /*call*/, Form& form) {
  protocol::WorkflowRunArgs wanted;
  wanted.folder = args.folder;
  wanted.file = args.file;
  wanted.branch = args.branch;
  std::vector<runs::RunInput> earlier;
  if (args.id) {
    const auto run = co_await find_run(services.workspace, services.runs, args.id);
    if (!run) co_return fail(run.error());
    wanted.folder = run->folder;
    wanted.file = run->file;
    wanted.branch = run->branch;
    earlier = run->inputs;
  }
  const auto chosen = co_await choose_workflow(services.workspace, std::move(wanted), form);
  if (!chosen) co_return fail(chosen.error());
  if (!*chosen) co_return Planned{};
  protocol::RunComposeArgs complete = args;
  if (!args.id) {
    complete.folder = uri_of_path((*chosen)->place.folder);
    complete.branch = (*chosen)->place.checkout.branch;
    if (!(*chosen)->given)
      complete.file = (*chosen)->listed.file.path;
    else if (form.answer("file") != nullptr) // what a document gives is in the document alone
      complete.file = form.text_answer("file");
  }
  co_return Planned{
      .carry_out = [&services, stem = stem_of((*chosen)->listed.file.name),
                    draft = draft_of(**chosen, earlier)] { return compose(services, stem, draft); },
      .complete = complete};
}

Task<Result<Planned>> plan_preset_save(const Services& services, const protocol::PresetSaveArgs& args,
                                       const Call& /*call*/, Form& form) {
  if (!args.document) {
    Error error{.kind = ErrorKind::needsInput, .message = "Needs the run document that is to be kept."};
    error.missing = {"document"};
    co_return fail(std::move(error));
  }
  protocol::WorkflowRunArgs wanted;
  wanted.document = args.document;
  const auto chosen = co_await choose_workflow(services.workspace, std::move(wanted), form);
  if (!chosen) co_return fail(chosen.error());
  if (!*chosen) co_return Planned{};
  const std::string root = (*chosen)->place.root();
  const std::optional<std::string> answer = form.text_answer("name");
  std::optional<Result<std::string>> understood;
  if (answer)
    understood = free_name(root, *answer);
  else if (args.name)
    understood = free_name(root, *args.name);
  std::optional<std::string> name;
  if (args.name && !answer) {
    if (!*understood) co_return fail(understood->error());
    name = **understood;
  } else {
    name = form.settle(name_question(stem_of((*chosen)->listed.file.name)), std::move(understood));
  }
  if (!name) co_return Planned{};
  protocol::PresetSaveArgs complete = args;
  complete.name = name;
  co_return Planned{
      .carry_out = [&services, root, name = *name,
                    preset = preset_of(**chosen)] { return save(services, root, name, preset); },
      .complete = complete};
}

} // namespace unify_ls::commands
