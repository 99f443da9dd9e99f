# Makes a program run on systems that are older than this one: beside the C library it needs nothing to start. A test reads
# what it needs (tests/system/program_test.py).
function(unify_ls_portable target)
  # The sanitizers want to stand between a program and its libraries.
  if(NOT UNIFY_LS_SANITIZE AND NOT APPLE)
    target_sources(${target} PRIVATE "${UNIFY_LS_TOP}/server/base/older_libc.cpp")
    target_link_options(${target} PRIVATE -static-libstdc++ -static-libgcc)
  endif()
endfunction()
