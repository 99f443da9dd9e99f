#pragma once

#include "server/workflow/schema/schema.h"

/// The mappings of the language. Code compares their addresses, so each stands in one place.
namespace unify_ls::workflow::schema {

// workflow.cpp
extern const Object workflow_file;
extern const Object permissions;
extern const Object stage;

// triggers.cpp
extern const Object triggers;
extern const Object dispatch;
extern const Object call;
extern const Object dispatch_input;
extern const Object call_input;

// jobs.cpp
extern const Object jobs;
extern const Object standard_job;
extern const Object calling_job;
extern const Object delegating_job;
extern const Object any_job; ///< one whose sort nobody can tell yet: the keys of all three
extern const Object step;

// action.cpp
extern const Object action_file;
extern const Object runs;
extern const Object custom_job_file;
extern const Object handlers;

// run_document.cpp
extern const Object run_document;
extern const Object run_inputs;

// workflow.cpp, shared by all.
extern const Object environment_variables; ///< `env`
extern const Object step_variables;        ///< `env` of a step
extern const Object job_variables;         ///< `env` of a job
extern const Object handler_variables;     ///< `env` of a handler

/// What `kind` says of a workflow: the platform takes either.
constexpr bool is_workflow_kind(std::string_view kind) { return kind == "workflow" || kind == "Workflow"; }

inline constexpr std::string_view api_version = "automation.cloudbees.io/v1alpha1";

inline constexpr Value api_versions[] = {{.text = api_version}};

inline constexpr Key api_version_key{
    .name = "apiVersion",
    .shapes = Shape::string,
    .doc = "The version of the workflow language; there is one.",
    .values = api_versions,
    .listed = Listed::complete,
    .need = Need::required,
    .rank = 493,
};

inline constexpr Key name_key{
    .name = "name",
    .shapes = Shape::string | Shape::number | Shape::boolean,
    .doc = "The name that Unify shows; the file's name when absent.",
    .place = Place::workflow_values,
    .rank = 493,
};

inline constexpr Value kinds[] = {
    {.text = "workflow", .doc = "A workflow, started by its triggers or called by others."},
    {.text = "action", .doc = "An action that steps use."},
    {.text = "CustomJob", .doc = "A custom job that jobs delegate to."},
};

inline constexpr Key kind_key{
    .name = "kind",
    .shapes = Shape::string,
    .doc = "What this file describes.",
    .values = kinds,
    .listed = Listed::complete,
    .need = Need::required,
    .rank = 493,
};

inline constexpr Key description_key{
    .name = "description",
    .shapes = Shape::string | Shape::number | Shape::boolean | Shape::empty,
    .doc = "What this is for.",
    .rank = 100,
};

} // namespace unify_ls::workflow::schema
