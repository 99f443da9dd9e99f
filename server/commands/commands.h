#pragma once

#include "protocol/unify.h"
#include "server/commands/command.h"
#include "server/commands/services.h"

/// The plans of all commands; each stands in the file that its name says.
namespace unify_ls::commands {

// token.cpp, token_set.cpp
Task<Result<Planned>> plan_token_set(const Services& services, const protocol::TokenSetArgs& args,
                                     const Call& call, Form& form);
Task<Result<Planned>> plan_token_status(const Services& services, const protocol::TokenStatusArgs& args,
                                        const Call& call, Form& form);
Task<Result<Planned>> plan_token_delete(const Services& services, const protocol::NoArgs& args,
                                        const Call& call, Form& form);
Task<Result<Planned>> plan_token_create(const Services& services, const protocol::NoArgs& args,
                                        const Call& call, Form& form);

// component.cpp
Task<Result<Planned>> plan_component_select(const Services& services,
                                            const protocol::ComponentSelectArgs& args, const Call& call,
                                            Form& form);

// workflows.cpp
Task<Result<Planned>> plan_workflows_list(const Services& services, const protocol::WorkflowsListArgs& args,
                                          const Call& call, Form& form);

// run_workflow.cpp
Task<Result<Planned>> plan_workflow_run(const Services& services, const protocol::WorkflowRunArgs& args,
                                        const Call& call, Form& form);

Task<Result<Planned>> plan_run_again(const Services& services, const protocol::RunAgainArgs& args,
                                     const Call& call, Form& form);

// curl.cpp
Task<Result<Planned>> plan_workflow_curl(const Services& services, const protocol::WorkflowRunArgs& args,
                                         const Call& call, Form& form);

// runs.cpp
/// Follows the unfinished runs of a folder that nobody follows, unless its settings say not to.
Task<> take_up_runs(const Workspace& workspace, runs::Runs& runs, std::string folder);

Task<Result<Planned>> plan_run_list(const Services& services, const protocol::FolderArgs& args,
                                    const Call& call, Form& form);
Task<Result<Planned>> plan_run_follow(const Services& services, const protocol::IdArgs& args,
                                      const Call& call, Form& form);
Task<Result<Planned>> plan_run_unfollow(const Services& services, const protocol::IdArgs& args,
                                        const Call& call, Form& form);
Task<Result<Planned>> plan_run_forget(const Services& services, const protocol::IdArgs& args,
                                      const Call& call, Form& form);
Task<Result<Planned>> plan_run_open(const Services& services, const protocol::RunOpenArgs& args,
                                    const Call& call, Form& form);

// run_details.cpp
Task<Result<Planned>> plan_run_details(const Services& services, const protocol::IdArgs& args,
                                       const Call& call, Form& form);

// run_compose.cpp
/// A run as a document in the person's folder of drafts.
Task<Result<Planned>> plan_run_compose(const Services& services, const protocol::RunComposeArgs& args,
                                       const Call& call, Form& form);
/// A run document kept in its repository, under a name that is asked for.
Task<Result<Planned>> plan_preset_save(const Services& services, const protocol::PresetSaveArgs& args,
                                       const Call& call, Form& form);

// doctor.cpp
Task<Result<Planned>> plan_doctor(const Services& services, const protocol::FolderArgs& args,
                                  const Call& call, Form& form);

} // namespace unify_ls::commands
