# A room is one folder of the house and one static library; USES names the rooms and packages it stands on.
# Headers are included by their path from the top ("server/base/error.h"), so the linker alone cannot keep the rooms
# apart: scripts/check-house holds every #include against the directions that ARCHITECTURE.md draws.
#
#   unify_ls_room(NAME base SOURCES error.cpp ... USES unify_ls_protocol ...)
set(UNIFY_LS_TOP "${CMAKE_CURRENT_LIST_DIR}/..")

# Which headers a room finds compiled: those of protocol, of base, or of commands. The first room of each line compiles
# them for the others.
set(rooms_with_protocol_headers protocol documents workflow)
set(rooms_with_commands_headers commands app cli)

function(unify_ls_room)
  cmake_parse_arguments(ROOM "" "NAME" "SOURCES;USES" ${ARGN})
  set(target unify_ls_${ROOM_NAME})
  add_library(${target} STATIC ${ROOM_SOURCES})
  target_include_directories(${target} PUBLIC "${UNIFY_LS_TOP}")
  target_link_libraries(${target} PUBLIC ${ROOM_USES})
  target_compile_options(${target} PRIVATE ${UNIFY_LS_COVERAGE})
  if(ROOM_NAME STREQUAL "protocol")
    target_precompile_headers(${target} PRIVATE "${UNIFY_LS_TOP}/protocol/precompiled.h")
  elseif(ROOM_NAME IN_LIST rooms_with_protocol_headers)
    target_precompile_headers(${target} REUSE_FROM unify_ls_protocol)
  elseif(ROOM_NAME MATCHES "^(base|commands)$")
    target_precompile_headers(${target} PRIVATE "${UNIFY_LS_TOP}/server/${ROOM_NAME}/precompiled.h")
  elseif(ROOM_NAME IN_LIST rooms_with_commands_headers)
    target_precompile_headers(${target} REUSE_FROM unify_ls_commands)
  else()
    unify_ls_precompile(${target})
  endif()
endfunction()

# Uses the headers that the base room has compiled: a coroutine file costs half as much that way.
function(unify_ls_precompile target)
  target_precompile_headers(${target} REUSE_FROM unify_ls_base)
endfunction()
