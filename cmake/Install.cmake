# What an installation consists of, and the packages that CPack makes of it. `cmake --install` takes a prefix; scripts/package
# does all of it.
include(GNUInstallDirs)

# The program prints its own manual page and completions.
set(printed "${CMAKE_BINARY_DIR}/printed")
file(MAKE_DIRECTORY "${printed}")
set(printed_files "")
function(unify_ls_printed file folder)
  add_custom_command(OUTPUT "${printed}/${file}" COMMAND unify-ls ${ARGN} > "${printed}/${file}" DEPENDS unify-ls VERBATIM)
  install(FILES "${printed}/${file}" DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/${folder}")
  set(printed_files ${printed_files} "${printed}/${file}" PARENT_SCOPE)
endfunction()
unify_ls_printed(unify-ls.1 man/man1 man)
unify_ls_printed(unify-ls bash-completion/completions completion bash)
unify_ls_printed(_unify-ls zsh/site-functions completion zsh)
unify_ls_printed(unify-ls.fish fish/vendor_completions.d completion fish)
add_custom_target(unify-ls-documents ALL DEPENDS ${printed_files})

install(TARGETS unify-ls RUNTIME)
if(TARGET unify-ls-secret-service)
  install(TARGETS unify-ls-secret-service RUNTIME)
  install(FILES scripts/packaging/unify-ls-secret-service.1 DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
endif()
install(FILES THIRD-PARTY-NOTICES DESTINATION "${CMAKE_INSTALL_DOCDIR}")

set(CPACK_PACKAGE_NAME unify-ls)
set(CPACK_PACKAGE_VENDOR unify-ls)
# Who answers for the packages, as "Name <address>". scripts/release refuses to go without; what anybody makes for a try says
# that nobody does.
set(contact "$ENV{UNIFY_LS_CONTACT}")
if(NOT contact)
  set(contact "unreleased unify-ls <nobody@example.org>")
endif()
set(CPACK_PACKAGE_CONTACT "${contact}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Start and follow CloudBees Unify workflows")
set(CPACK_PACKAGE_HOMEPAGE_URL "$ENV{UNIFY_LS_HOME}")
set(CPACK_PACKAGE_DESCRIPTION
    "A language server and a command line for the workflows of CloudBees Unify.
It starts workflows with checked inputs and follows their runs, and it helps
in writing workflow files, in every editor that knows the Language Server
Protocol and in the terminal. It is neither affiliated with nor endorsed by
CloudBees.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS "${CMAKE_SOURCE_DIR}/scripts/packaging/stage.cmake")
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_UNIFY_LS_SOURCE "${CMAKE_SOURCE_DIR}")
set(CPACK_THREADS 1) # the same bytes whatever the machine

# libcurl and libsecret are loaded and not linked, so nothing finds them by itself. The C library is as old as
# tests/system/program_test.py wants it.
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_DEPENDS
    "libc6 (>= 2.34), libcurl4 (>= 7.76) | libcurl4t64 | libcurl3-gnutls (>= 7.76) | libcurl3t64-gnutls, git")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates, libsecret-1-0, gnome-keyring | kwalletmanager | keepassxc")
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_RPM_PACKAGE_LICENSE Apache-2.0)
set(CPACK_RPM_PACKAGE_GROUP Development/Tools)
set(CPACK_RPM_PACKAGE_RELEASE 1)
set(CPACK_RPM_PACKAGE_REQUIRES "libcurl.so.4()(64bit), git-core")
set(CPACK_RPM_PACKAGE_SUGGESTS "libsecret, gnome-keyring")
# Every system has these. Those of the shells are ours as well as the shells', else they would stay where there is no such shell.
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION /usr/share/man /usr/share/man/man1)
set(CPACK_RPM_PACKAGE_DESCRIPTION "${CPACK_PACKAGE_DESCRIPTION}")
set(CPACK_RPM_COMPRESSION_TYPE xz)
set(CPACK_RPM_SPEC_MORE_DEFINE
    "%define _build_id_links none\n%define _buildhost reproducible\n%define packager ${CPACK_PACKAGE_CONTACT}\n%define use_source_date_epoch_as_buildtime 1\n\
%define clamp_mtime_to_source_date_epoch 1\n%define __strip /bin/true\n%define debug_package %{nil}")
if(CMAKE_SYSTEM_PROCESSOR STREQUAL aarch64)
  set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE arm64)
  set(CPACK_RPM_PACKAGE_ARCHITECTURE aarch64)
endif()
include(CPack)
