// What nearly every file of the rooms around the commands includes, compiled once for all of them (see
// cmake/Room.cmake). No file may rely on it: each includes what it uses.
#pragma once

#include "protocol/unify.h"
#include "server/base/precompiled.h"
#include "server/commands/services.h"
