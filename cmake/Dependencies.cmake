# Every library we stand on, found by its own name. ARCHITECTURE.md says why each is here.
# Boost, libyaml, SQLite, fmt and a digest of libcrypto go into the program itself, so that it runs where only libcurl is
# installed.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

set(Boost_USE_STATIC_LIBS ON)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(CURL 7.85 REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(doctest QUIET)

pkg_check_modules(LIBSECRET IMPORTED_TARGET libsecret-1)

# A library that is to be linked statically where the system has an archive of it.
function(unify_ls_static_library target header archive shared)
  find_path(${target}_INCLUDE_DIR ${header} REQUIRED)
  find_library(${target}_LIBRARY NAMES ${archive} ${shared} REQUIRED)
  add_library(${target} INTERFACE)
  target_include_directories(${target} SYSTEM INTERFACE "${${target}_INCLUDE_DIR}")
  target_link_libraries(${target} INTERFACE "${${target}_LIBRARY}")
endfunction()
unify_ls_static_library(unify_ls_yaml yaml.h libyaml.a yaml)
unify_ls_static_library(unify_ls_sqlite sqlite3.h libsqlite3.a sqlite3)
unify_ls_static_library(unify_ls_crypto openssl/sha.h libcrypto.a crypto)
target_link_libraries(unify_ls_sqlite INTERFACE ${CMAKE_DL_LIBS} m Threads::Threads)

# fmt is compiled once as well (server/base/fmt.cpp), from its headers alone: the packaged library is a shared one.
get_target_property(fmt_include_dirs fmt::fmt-header-only INTERFACE_INCLUDE_DIRECTORIES)
add_library(unify_ls_fmt_headers INTERFACE)
target_include_directories(unify_ls_fmt_headers SYSTEM INTERFACE ${fmt_include_dirs})

# Asio is compiled once (server/base/asio.cpp), not in every file that includes it.
add_library(unify_ls_asio INTERFACE)
target_link_libraries(unify_ls_asio INTERFACE Boost::headers Threads::Threads)
target_compile_definitions(unify_ls_asio INTERFACE BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
