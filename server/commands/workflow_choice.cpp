#include "server/commands/workflow_choice.h"

#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/commands/folders.h"
#include "server/commands/questions.h"
#include "server/commands/run_documents.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

namespace unify_ls::commands {
namespace {

using protocol::FormEntry;
using protocol::FormField;

/// More workflows than this are not offered in one list.
constexpr std::size_t most_offered_files = 2'000;

/// One place with its workflows.
struct Offer {
  Place place;
  Listing listing;
};

/// `folder` names the offer's own where there are several.
std::string entry_description(const ListedWorkflow& listed, const std::optional<std::string>& folder) {
  std::string text = fmt::format("{} ({})", shown(listed.file.name), shown_words(listed.workflow.name));
  if (listed.workflow.name == listed.file.name) text = shown(listed.file.name);
  if (folder) text += fmt::format(" in {}", shown(*folder));
  if (listed.file.state == git::FileState::modified) text += ", your working copy differs";
  return text;
}

bool can_run(const Place& place, const Listing& listing, const ListedWorkflow& listed) {
  return find_manual(place, listing, listed.file.path).has_value();
}

FormField file_question(const std::vector<Offer>& offers) {
  const bool several = offers.size() > 1;
  std::vector<std::string> folders;
  for (const Offer& offer : offers) folders.push_back(offer.place.folder);
  std::vector<FormEntry> entries;
  for (const Offer& offer : offers) {
    std::optional<std::string> folder;
    if (several) folder = name_among(offer.place.folder, folders);
    for (const ListedWorkflow& listed : offer.listing.workflows) {
      if (entries.size() == most_offered_files || !can_run(offer.place, offer.listing, listed)) continue;
      std::string value =
          several ? uri_of_path(offer.place.root() + "/" + listed.file.path) : listed.file.name;
      entries.push_back({std::move(value), entry_description(listed, folder)});
    }
  }
  for (const Offer& offer : offers)
    for (const std::string& preset : preset_names(offer.place.root())) {
      const std::string path = *preset_path(preset);
      std::string text = fmt::format("{} (preset)", shown(preset));
      if (several) text += fmt::format(" in {}", shown(name_among(offer.place.folder, folders)));
      entries.push_back({several ? uri_of_path(offer.place.root() + "/" + path) : path, std::move(text)});
    }
  entries.push_back({std::string(another_branch), "On another branch…"});
  std::vector<std::string> lines{"Workflow"};
  for (const Offer& offer : offers) std::ranges::move(offer.listing.unreadable(), std::back_inserter(lines));
  return {.id = "file",
          .description = fmt::format("{}", fmt::join(lines, "\n")),
          .type = {.kind = "enum", .entries = std::move(entries)},
          .required = true};
}

std::optional<json::object> example_branch(const git::Checkout& checkout) {
  if (checkout.branches.empty()) return std::nullopt;
  return json::object{{"branch", checkout.default_branch.value_or(checkout.branches.front())}};
}

/// A path below the root may lead into a repository of its own, a submodule for example: then that is the
/// folder, and the file is meant by its absolute path.
void enter_nested(std::string& folder, std::string& file) {
  if (file.starts_with('/') || file.find('/') == std::string::npos || path_of_uri(file)) return;
  const std::string root = git::repository_folder(folder);
  if (root.empty()) return;
  std::string path = git::real_path(fmt::format("{}/{}", root, file));
  std::string own = git::repository_folder(std::filesystem::path(path).parent_path().string());
  if (!own.starts_with(root + "/")) return;
  folder = std::move(own);
  file = std::move(path);
}

/// The walk from nothing to one workflow.
class Choosing {
 public:
  Choosing(const Workspace& workspace, protocol::WorkflowRunArgs args, Form& form)
      : workspace_(workspace),
        args_(std::move(args)),
        form_(form) {}

  Task<Result<std::optional<ChosenWorkflow>>> choose() {
    std::optional<std::string> wanted = form_.text_answer("file");
    const bool elsewhere = wanted == another_branch;
    if (elsewhere) {
      form_.drop("file");
      wanted.reset();
    }
    const bool by_answer = wanted.has_value();
    if (!wanted) {
      const Result<std::optional<std::string>> named = named_file();
      if (!named) co_return fail(named.error());
      wanted = *named;
    }
    if (wanted && (workflow::is_run_document_name(*wanted) || (args_.document && !by_answer))) {
      const Result<> taken = take_document(*wanted);
      if (!taken && !by_answer) co_return fail(taken.error());
      if (!taken) refused_ = taken.error();
      if (form_.incomplete()) co_return std::nullopt; // the folder is asked
    }
    Result<std::vector<std::string>> folders = candidate_folders(wanted, elsewhere);
    if (!folders) co_return fail(folders.error());
    if (folders->empty()) co_return std::nullopt; // the folder is asked
    if (wanted && folders->size() == 1) enter_nested(folders->front(), *wanted);

    auto offers = co_await look(*folders, elsewhere, wanted.value_or(""));
    if (!offers) co_return fail(offers.error());
    if (form_.incomplete()) co_return std::nullopt; // the branch is asked
    co_return pick(*std::move(offers), wanted);
  }

 private:
  /// The file that the call names, or the run document.
  Result<std::optional<std::string>> named_file() const {
    const int given = (args_.document ? 1 : 0) + (args_.preset ? 1 : 0) + (args_.file ? 1 : 0);
    if (given > 1)
      return fail(ErrorKind::invalidInputs, "Give one of `file`, `preset` and `document`, not several.");
    if (args_.document) return args_.document;
    if (!args_.preset) return args_.file;
    Result<std::string> path = preset_path(*args_.preset);
    if (!path) return fail(path.error());
    return std::optional(*std::move(path));
  }

  /// Puts what a run document says in the place of its own name. A path is meant from the repository's root;
  /// where the folder is open, the form asks for it.
  Result<> take_document(std::string& wanted) {
    std::string document = wanted;
    const bool whole = document.starts_with('/') || document.contains(':');
    if (!whole) {
      const Result<std::string> folder = settle_folder(workspace_.folders, args_.folder, form_);
      if (!folder) return fail(folder.error());
      if (form_.incomplete()) return {};
      const std::string root = git::repository_folder(*folder);
      if (root.empty())
        return fail(ErrorKind::notFound, fmt::format("`{}` lies in no git repository.", escaped(*folder)));
      document = fmt::format("{}/{}", root, document);
    }
    Result<GivenDocument> given = read_document(workspace_, document);
    if (!given) return fail(given.error());
    const workflow::RunHead& head = given->document.head;
    if (!given->folder.empty()) args_.folder = given->folder;
    if (!args_.branch && !head.branch.empty()) args_.branch = head.branch;
    wanted = head.workflow;
    given_ = std::move(given->document);
    return {};
  }

  /// One folder, or several whose workflows are offered side by side; none while it is asked.
  Result<std::vector<std::string>> candidate_folders(const std::optional<std::string>& wanted,
                                                     bool elsewhere) {
    const std::vector<std::string>& open = workspace_.folders.all();
    const bool any = !elsewhere && !wanted && !args_.branch && !args_.folder && !form_.answer("folder");
    if (any && open.size() > 1) return open;
    Result<std::string> one = settle_folder(workspace_.folders, args_.folder, form_, wanted);
    if (!one) return fail(std::move(one.error()));
    if (form_.incomplete()) return std::vector<std::string>{};
    return std::vector<std::string>{*std::move(one)};
  }

  Task<Result<std::vector<Offer>>> look(std::vector<std::string> folders, bool elsewhere,
                                        std::string wanted) {
    std::vector<Offer> offers;
    std::optional<Error> failed;
    for (const std::string& folder : folders) {
      auto offer = co_await look_at(folder, elsewhere, folders.size() == 1, wanted);
      if (!offer)
        failed = offer.error();
      else if (*offer)
        offers.push_back(**std::move(offer));
    }
    // One of several folders that is no repository does not spoil the others.
    if (offers.empty() && failed) co_return fail(*failed);
    co_return offers;
  }

  Task<Result<std::optional<Offer>>> look_at(std::string folder, bool elsewhere, bool may_ask,
                                             std::string wanted) {
    Result<std::optional<Place>> place = co_await settle_branch(folder, elsewhere);
    if (!place) co_return fail(place.error());
    if (!*place) co_return std::nullopt;
    const git::Checkout& checkout = (*place)->checkout;
    if (!checkout.branch) {
      if (may_ask)
        form_.ask(
            branch_question(folder, "No branch of the remote belongs to this checkout. Which one is meant?"),
            example_branch(checkout));
      co_return std::nullopt;
    }
    Result<Listing> listing = co_await list_workflows(workspace_, **place, std::move(wanted));
    if (!listing) co_return fail(listing.error());
    co_return Offer{**std::move(place), *std::move(listing)};
  }

  /// The folder at its branch, which is asked for after *On another branch…*.
  Task<Result<std::optional<Place>>> settle_branch(std::string folder, bool elsewhere) {
    const std::optional<std::string> answer = form_.text_answer("branch");
    std::optional<Result<Place>> place;
    if (answer || !elsewhere) place = co_await open_place(workspace_, folder, answer ? answer : args_.branch);
    if (answer || elsewhere) co_return form_.settle(branch_question(folder, "Branch"), std::move(place));
    if (!*place) co_return fail(place->error());
    co_return **std::move(place);
  }

  Result<std::optional<ChosenWorkflow>> pick(std::vector<Offer> offers,
                                             const std::optional<std::string>& wanted) {
    FormField question = file_question(offers);
    const bool no_choice = question.type.entries->size() == 1; // but another branch
    if (!wanted && no_choice) return fail(nothing_to_choose(offers));
    std::optional<Result<ChosenWorkflow>> chosen;
    if (refused_)
      chosen = fail(*refused_);
    else if (wanted)
      chosen = choose_from(offers.front(), *wanted);
    const bool by_argument = wanted && form_.answer("file") == nullptr;
    if (chosen && !*chosen && (by_argument || no_choice)) return fail(chosen->error());
    if (by_argument) return **std::move(chosen);
    return form_.settle(std::move(question), std::move(chosen));
  }

  Result<ChosenWorkflow> choose_from(const Offer& offer, std::string_view wanted) const {
    const Result<const ListedWorkflow*> listed = find_manual(offer.place, offer.listing, wanted);
    if (!listed) return fail(listed.error());
    return ChosenWorkflow{offer.place, **listed, offer.listing.subject, given_};
  }

  static Error nothing_to_choose(const std::vector<Offer>& offers) {
    const Offer& first = offers.front();
    Error error{.kind = ErrorKind::notFound,
                .message = fmt::format("No workflow in .cloudbees/workflows on {} can be started by hand: "
                                       "give one a `workflow_dispatch` trigger and push it.",
                                       escaped(first.place.checkout.branch.value_or("this branch")))};
    for (const std::string& sentence : first.listing.unreadable()) error.message += " " + sentence;
    return error;
  }

  const Workspace& workspace_;
  protocol::WorkflowRunArgs args_;
  Form& form_;
  std::optional<workflow::RunDocument> given_{}; ///< the document that was named
  std::optional<Error> refused_{};               ///< why the document that was chosen cannot be used
};

std::optional<std::string> folder_of(const protocol::ListEnumParams& params) {
  const json::object* config = params.config ? params.config->if_object() : nullptr;
  const json::value* folder = config ? config->if_contains("folder") : nullptr;
  if (folder == nullptr || !folder->is_string()) return std::nullopt;
  return std::string(folder->get_string());
}

std::vector<std::string> ordered(const git::Checkout& checkout) {
  std::vector<std::string> branches = checkout.branches;
  const auto to_front = [&](const std::optional<std::string>& branch) {
    if (!branch) return;
    const auto found = std::ranges::find(branches, *branch);
    if (found != branches.end()) std::rotate(branches.begin(), found, found + 1);
  };
  to_front(checkout.default_branch);
  to_front(checkout.branch);
  return branches;
}

} // namespace

Task<Result<std::optional<ChosenWorkflow>>> choose_workflow(const Workspace& workspace,
                                                            protocol::WorkflowRunArgs args, Form& form) {
  Choosing choosing(workspace, std::move(args), form);
  co_return co_await choosing.choose();
}

Task<Result<std::vector<protocol::FormEntry>>> list_branches(const Workspace& workspace,
                                                             protocol::ListEnumParams params) {
  const Result<std::string> folder = folder_of_call(workspace.folders, folder_of(params));
  if (!folder) co_return fail(folder.error());
  const Result<Place> place = co_await open_place(workspace, *folder, std::nullopt);
  if (!place) co_return fail(place.error());

  const std::string query = lower_ascii(params.query);
  std::vector<protocol::FormEntry> entries;
  for (const std::string& branch : ordered(place->checkout)) {
    if (entries.size() == branch_entries_limit) break;
    if (lower_ascii(branch).contains(query)) entries.push_back({branch, shown(branch)});
  }
  co_return entries;
}

} // namespace unify_ls::commands
