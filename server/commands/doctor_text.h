#pragma once

#include "protocol/unify.h"

#include <string>

namespace unify_ls::commands {

/// What the doctor found, as Markdown for a person: how many checks need something done, those with what to
/// do, and the others below. `report.text` is not read.
std::string doctor_text(const protocol::DoctorReport& report);

} // namespace unify_ls::commands
