# The compilers we trust, the warnings we keep at zero, and the sanitizers of the presets.

# GCC 12 miscompiles ordinary coroutine code (braced values or conditions around co_await end in double frees, even
# at -O0), so it would build a server that crashes. Clang below 16 cannot use libstdc++'s std::expected.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  message(FATAL_ERROR "GCC ${CMAKE_CXX_COMPILER_VERSION} miscompiles C++ coroutines. "
                      "Use Clang 16 or newer (clang-19 is in Debian 12) or GCC 13 or newer.")
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 16)
  message(FATAL_ERROR "Clang ${CMAKE_CXX_COMPILER_VERSION} is too old for this C++23 code. Use Clang 16 or newer.")
endif()

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
                    -Wno-missing-field-initializers) # leaving out members of aggregates is how we write them
option(UNIFY_LS_WERROR "Treat warnings as errors" ON)
if(UNIFY_LS_WERROR)
  add_compile_options(-Werror)
endif()

set(UNIFY_LS_SANITIZE "" CACHE STRING "Value for -fsanitize=, for example address,undefined")
if(UNIFY_LS_SANITIZE)
  add_compile_options(-fsanitize=${UNIFY_LS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${UNIFY_LS_SANITIZE})
  # Sanitized programs are large; LLVM's linker needs a third of the time for them.
  include(CheckLinkerFlag)
  check_linker_flag(CXX -fuse-ld=lld UNIFY_LS_HAS_LLD)
  if(UNIFY_LS_HAS_LLD)
    add_link_options(-fuse-ld=lld)
  endif()
endif()

# What libFuzzer finds its way by. Not -fsanitize=fuzzer-no-link: that would refuse the precompiled header.
option(UNIFY_LS_FUZZERS "Build the fuzzers of tests/fuzz; needs Clang and the address sanitizer" OFF)
set(UNIFY_LS_COVERAGE "")
if(UNIFY_LS_FUZZERS)
  set(UNIFY_LS_COVERAGE -fsanitize-coverage=inline-8bit-counters,pc-table,trace-cmp)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()
# Without this a precompiled header holds its build time, and no two builds share a cache entry.
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  set(CMAKE_PCH_INSTANTIATE_TEMPLATES ON)
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")
endif()
