# Run by CPack on the files that go into a package, before it is made: what only a Debian package has, and one date for all,
# so that two builds give the same bytes.
cmake_minimum_required(VERSION 3.25)

set(epoch "$ENV{SOURCE_DATE_EPOCH}")
if(NOT epoch MATCHES "^[0-9]+$")
  message(FATAL_ERROR "SOURCE_DATE_EPOCH has to be set to the seconds of the package's date; scripts/package does so.")
endif()

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(top "${CPACK_TEMPORARY_DIRECTORY}")
set(packaging "${CPACK_UNIFY_LS_SOURCE}/scripts/packaging")
if(CPACK_GENERATOR STREQUAL "DEB")
  set(share "${top}/usr/share")
  file(MAKE_DIRECTORY "${share}/zsh/vendor-completions" "${share}/lintian/overrides")
  file(RENAME "${share}/zsh/site-functions/_unify-ls" "${share}/zsh/vendor-completions/_unify-ls")
  file(REMOVE_RECURSE "${share}/zsh/site-functions")
  file(COPY "${packaging}/copyright" DESTINATION "${share}/doc/unify-ls")
  configure_file("${packaging}/lintian-overrides" "${share}/lintian/overrides/unify-ls" COPYONLY)
  run(python3 "${packaging}/changelog.py" debian "${CPACK_PACKAGE_VERSION}" "${CPACK_PACKAGE_CONTACT}"
      OUTPUT_FILE "${share}/doc/unify-ls/changelog")
  file(GLOB compressed "${share}/man/man1/*.1" "${share}/doc/unify-ls/changelog")
  run(gzip -9n ${compressed})
elseif(CPACK_GENERATOR STREQUAL "RPM")
  file(GLOB compressed "${top}/usr/share/man/man1/*.1")
  run(gzip -9n ${compressed})
endif()
run(find "${top}" -type d -exec chmod 755 {} +)
run(find "${top}" -exec touch --no-dereference --date "@${epoch}" {} +)
