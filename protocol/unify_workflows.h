#pragma once

#include "protocol/json.h"
#include "protocol/lsp.h"

#include <optional>
#include <string>
#include <vector>

/// Components, and the workflows of a repository. In wire spelling; PROTOCOL.md explains them.
namespace unify_ls::protocol {

struct ComponentSelectArgs {
  std::optional<std::string> folder;
  std::optional<std::string> componentId;
  std::optional<std::string> from; ///< an id, the address of its page, or Unify's curl command
};
BOOST_DESCRIBE_STRUCT(ComponentSelectArgs, (), (folder, componentId, from))

struct SelectedComponent {
  std::optional<std::string> organizationId;
  std::string componentId;
  std::optional<std::string> name;
  std::optional<std::string> repositoryUrl;
  std::string how;
  bool verified = true; ///< false: a person named it, and it could not be looked up
};
BOOST_DESCRIBE_STRUCT(SelectedComponent, (),
                      (organizationId, componentId, name, repositoryUrl, how, verified))

struct Component {
  std::optional<std::string> organizationId;
  std::string componentId;
  std::optional<std::string> name;
  std::optional<std::string> repositoryUrl;
  std::optional<bool> verified; ///< only where it is false
};
BOOST_DESCRIBE_STRUCT(Component, (), (organizationId, componentId, name, repositoryUrl, verified))

struct WorkflowProblem {
  std::string message;
  std::string severity; ///< error, warning or information
  std::optional<Range> range;
};
BOOST_DESCRIBE_STRUCT(WorkflowProblem, (), (message, severity, range))

struct WorkflowInput {
  std::string name;
  std::string type; ///< string, number, boolean or choice
  std::optional<std::string> description;
  bool required = false;
  std::optional<std::string> default_;
  std::optional<std::vector<std::string>> options;
  std::optional<Range> range;
};
BOOST_DESCRIBE_STRUCT(WorkflowInput, (), (name, type, description, required, default_, options, range))

struct Workflow {
  std::string file;
  std::string path;
  std::optional<std::string> uri;
  std::string name;
  bool manual = false;
  std::vector<WorkflowInput> inputs;
  std::string state; ///< same, modified, onlyLocal, untracked or onlyRemote
  std::vector<WorkflowProblem> problems;
};
BOOST_DESCRIBE_STRUCT(Workflow, (), (file, path, uri, name, manual, inputs, state, problems))

struct WorkflowsListArgs {
  std::optional<std::string> folder;
  std::optional<std::string> branch;
  std::optional<bool> all;
};
BOOST_DESCRIBE_STRUCT(WorkflowsListArgs, (), (folder, branch, all))

struct WorkflowsList {
  std::optional<Component> component;
  std::string branch;
  std::optional<std::string> commit;
  std::optional<std::string> fetchedAt;
  std::string source; ///< remote or workingCopy
  std::vector<Workflow> workflows;
  std::optional<std::vector<std::string>> notes; ///< sentences for a person: what could not be read, and why
};
BOOST_DESCRIBE_STRUCT(WorkflowsList, (), (component, branch, commit, fetchedAt, source, workflows, notes))

} // namespace unify_ls::protocol
