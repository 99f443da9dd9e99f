#include "server/workflow/completion/offers.h"

#include <algorithm>
#include <vector>

namespace unify_ls::workflow {
namespace {

/// Something whole to begin with. Lines are indented by two blanks a level here, and by what the file has
/// where they are written. `%IMAGE%` is the image that the repository uses, `%HEADER%` the first two lines.
struct Skeleton {
  std::string_view label;
  std::string_view doc;
  std::string_view text;
};

constexpr Skeleton jobs[] = {
    {"job with steps", "A job whose steps run one after the other.",
     "${1:build}:\n  steps:\n    - name: ${2:Build}\n      uses: docker://%IMAGE%\n      run: |\n        $0"},
    {"job that calls a workflow", "A job that hands over to another workflow.",
     "${1:call}:\n  uses: ./.cloudbees/workflows/${2:called.yaml}\n  secrets: inherit"},
    {"job that waits for an approval", "A job that waits until a person agrees.",
     "${1:approve}:\n  delegates: cloudbees-io/manual-approval/custom-job.yml@v1\n  timeout-minutes: 4320\n"
     "  with:\n    approvers: ${2:ann@example.com}\n    instructions: ${3:Check the result}"},
};

constexpr Skeleton steps[] = {
    {"step: run a script", "A script in a container.",
     "name: ${1:Build}\nuses: docker://%IMAGE%\nrun: |\n  $0"},
    {"step: check out", "The repository's files, at the commit of the run.",
     "name: Check out\nuses: cloudbees-io/checkout@v1"},
    {"step: build an image", "Builds and pushes an image, and registers it as an artifact.",
     "name: Build the image\nuses: cloudbees-io/kaniko@v1\nwith:\n  destination: "
     "${1:registry/image:tag}"},
    {"step: publish evidence", "Keeps a text with the run.",
     "name: Publish evidence\nuses: cloudbees-io/publish-evidence-item@v1\nwith:\n  content: "
     "${1:text}"},
};

constexpr Skeleton dispatch_inputs[] = {
    {"input: text", "An input that takes any text.",
     "${1:name}:\n  type: string\n  description: ${2:What it is for}"},
    {"input: choice", "An input with a few values to choose from.",
     "${1:environment}:\n  type: choice\n  options:\n    - ${2:staging}\n    - ${3:production}"},
    {"input: yes or no", "An input that is true or false.", "${1:name}:\n  type: boolean\n  default: false"},
};

constexpr Skeleton call_inputs[] = {dispatch_inputs[0], dispatch_inputs[2]};

constexpr Skeleton workflows[] = {
    {"workflow: build on push", "Builds each push to a branch.",
     "%HEADER%name: ${1:Build}\non:\n  push:\n    branches:\n      - ${2:main}\njobs:\n  build:\n    steps:\n"
     "      - name: Check out\n        uses: cloudbees-io/checkout@v1\n      - name: Build\n"
     "        uses: docker://%IMAGE%\n        run: |\n          $0"},
    {"workflow: deploy by hand", "A person starts it and chooses where to.",
     "%HEADER%name: ${1:Deploy}\non:\n  workflow_dispatch:\n    inputs:\n      environment:\n        type: "
     "choice\n"
     "        options:\n          - ${2:staging}\n          - ${3:production}\njobs:\n  deploy:\n"
     "    environment: \\${{ inputs.environment \\}\\}\n    steps:\n      - name: Deploy\n"
     "        uses: docker://%IMAGE%\n        run: |\n          $0"},
    {"workflow: called by others", "A part that several workflows share.",
     "%HEADER%name: ${1:Shared}\non:\n  workflow_call:\n    inputs:\n      ${2:name}:\n        type: string\n"
     "        required: true\njobs:\n  work:\n    steps:\n      - name: Work\n        uses: "
     "docker://%IMAGE%\n"
     "        run: |\n          $0"},
    {"workflow: stages with an approval", "Deploys to one stage, asks, and deploys to the next.",
     "%HEADER%name: ${1:Release}\non:\n  workflow_dispatch:\njobs:\n  staging:\n    steps:\n"
     "      - name: Deploy\n        uses: docker://%IMAGE%\n        run: |\n          $0\n  approve:\n"
     "    needs: staging\n    delegates: cloudbees-io/manual-approval/custom-job.yml@v1\n"
     "    timeout-minutes: 4320\n    with:\n      approvers: ${2:ann@example.com}\n  production:\n"
     "    needs: approve\n    steps:\n      - name: Deploy\n        uses: docker://%IMAGE%\n"
     "        run: |\n          true\nmetadata:\n  stages/v1alpha1:\n    - name: STAGING\n"
     "      jobs: [staging, approve]\n    - name: PRODUCTION\n      jobs: [production]"},
};

constexpr Skeleton actions[] = {
    {"action", "An action of steps.",
     "%HEADER%name: ${1:Action}\ndescription: ${2:What it does}\ninputs:\n  ${3:name}:\n    description: "
     "${4:What it is for}\n"
     "    required: true\nruns:\n  using: composite\n  steps:\n    - name: Work\n"
     "      uses: docker://%IMAGE%\n      run: |\n        $0"},
};

constexpr std::string_view usual_image = "alpine:3.20";
constexpr std::string_view scheme = "docker://";

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

/// How deep a line of a skeleton stands, and how deep it is written.
struct Level {
  std::size_t given;
  std::size_t written;
};

/// A skeleton's lines where the new entry stands, with the file's own steps. A dash and its blank are two
/// columns in every file.
std::string laid_out(std::string_view text, const Layout& layout, std::size_t column) {
  std::string out;
  std::vector<Level> levels{{.given = 0, .written = column}};
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::size_t indent = std::min(text.find_first_not_of(' ', at), end) - at;
    const bool dash = text.substr(at + indent).starts_with("- ");
    while (levels.back().given > indent) levels.pop_back();
    if (levels.back().given < indent)
      levels.push_back(
          {.given = indent, .written = levels.back().written + (dash ? layout.dash_step : layout.step)});
    if (at > 0) out += layout.new_line(levels.back().written);
    if (dash) levels.push_back({.given = indent + 2, .written = levels.back().written + 2});
    out += text.substr(at + indent, end - at - indent);
    at = end + 1;
  }
  return out;
}

void add(const Skeleton& skeleton, const Layout& layout, const Usage* used, std::string_view prefix,
         std::size_t column, std::vector<Offer>& offers) {
  std::string image(usual_image);
  if (used != nullptr && !used->images.empty()) image = used->images.begin()->substr(scheme.size());
  const std::string text = replaced(std::string(skeleton.text), "%IMAGE%", escaped_for_snippet(image));
  offers.push_back({.label = std::string(skeleton.label),
                    .kind = OfferKind::skeleton,
                    .text = std::string(prefix) + laid_out(text, layout, column),
                    .snippet = true,
                    .doc = std::string(skeleton.doc)});
}

} // namespace

void offer_skeletons(const Asked& asked, const Object& object, NewEntry where, std::vector<Offer>& offers) {
  if (where.name_only || where.bare || asked.cursor.is_in_flow()) return;
  std::span<const Skeleton> skeletons;
  if (&object == &schema::jobs) skeletons = jobs;
  if (&object == &schema::step) skeletons = steps;
  if (object.any != nullptr && object.any->inside == &schema::dispatch_input) skeletons = dispatch_inputs;
  if (object.any != nullptr && object.any->inside == &schema::call_input) skeletons = call_inputs;
  for (const Skeleton& skeleton : skeletons)
    add(skeleton, asked.layout, &asked.used, where.dash ? "- " : "", where.column, offers);
}

void offer_files(FileKind kind, const Layout& layout, std::vector<Offer>& offers) {
  const std::span<const Skeleton> skeletons =
      kind == FileKind::action ? std::span<const Skeleton>(actions) : std::span<const Skeleton>(workflows);
  if (kind == FileKind::custom_job || kind == FileKind::run_document) return;
  for (const Skeleton& skeleton : skeletons) {
    add(skeleton, layout, nullptr, "", 0, offers);
    const std::string header =
        "apiVersion: " + std::string(schema::api_version) + std::string(layout.line_end) +
        "kind: " + (kind == FileKind::action ? "action" : "workflow") + std::string(layout.line_end);
    offers.back().text = replaced(offers.back().text, "%HEADER%", header);
  }
}

} // namespace unify_ls::workflow
