# The compiler where nobody names one (CXX, CMAKE_CXX_COMPILER): a Clang that is known to be able, since the system's own
# c++ may be a GCC that is refused (Compiler.cmake). Included before project(), which fixes the choice.
if(NOT DEFINED CMAKE_CXX_COMPILER AND NOT DEFINED ENV{CXX})
  find_program(UNIFY_LS_CLANG NAMES clang++-21 clang++-20 clang++-19 clang++-18 clang++-17 clang++-16)
  if(UNIFY_LS_CLANG)
    set(CMAKE_CXX_COMPILER "${UNIFY_LS_CLANG}")
  endif()
endif()
