#pragma once

#include "protocol/unify.h"
#include "server/platform/model.h"
#include "server/runs/run.h"
#include "server/state/component_record.h"
#include "server/workflow/inputs.h"
#include "server/workflow/workflow.h"

/// Domain values as wire values, and given values back. The only other place that does so is language/.
namespace unify_ls::commands {

/// Empty texts are "not known" in the domain and absent on the wire.
std::optional<std::string> if_known(const std::string& text);

protocol::Range to_wire(const workflow::Range& range, bool utf8_positions);
protocol::WorkflowProblem to_wire(const workflow::Problem& problem, bool utf8_positions);
protocol::WorkflowInput to_wire(const workflow::Input& input);
protocol::Component to_wire(const state::ComponentRecord& component);
protocol::Run to_wire(const runs::Run& run);
protocol::HttpRequest to_wire(const platform::RequestPreview& request);

/// Inputs as the platform gets them, in the author's order.
boost::json::object to_wire(const std::vector<workflow::SentInput>& inputs);

/// A JSON value that somebody gave for an input; a list or an object is refused by its text.
workflow::GivenValue given_value(const boost::json::value& value);

} // namespace unify_ls::commands
