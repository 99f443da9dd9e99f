// A libcurl.so.4 that is as old as the oldest we support: the system's own one with GnuTLS, without what came
// after 7.76. Tests put its folder before the system's with LD_LIBRARY_PATH.
//   OLD_LIBCURL_VERSION   the number that it gives as its own (hexadecimal, as libcurl writes it), else that
//   of 7.76.1

#include <curl/curl.h>

#include <cstdarg>
#include <cstdlib>
#include <dlfcn.h>

namespace {

constexpr int last_option_of_7_76 = 308; // their numbers grow with time
constexpr unsigned version_7_76_1 = 0x074c01;

template <class Function> Function* of_system(const char* name) {
  // Loaded already: this library is linked with it.
  void* const library = ::dlopen("libcurl-gnutls.so.4", RTLD_LAZY | RTLD_NOLOAD);
  return library != nullptr ? reinterpret_cast<Function*>(::dlsym(library, name)) : nullptr;
}

} // namespace

// By another name here, because after an enumeration the rest of the arguments cannot be read.
extern "C" CURLcode set_option(CURL* curl, int option, ...) asm("curl_easy_setopt");

extern "C" CURLcode set_option(CURL* curl, int option, ...) {
  static auto* const set = of_system<decltype(set_option)>("curl_easy_setopt");
  if (option % 10000 > last_option_of_7_76) return CURLE_UNKNOWN_OPTION;
  std::va_list rest;
  va_start(rest, option);
  CURLcode result = CURLE_OK;
  if (option < CURLOPTTYPE_OBJECTPOINT)
    result = set(curl, option, va_arg(rest, long));
  else if (option >= CURLOPTTYPE_OFF_T && option < CURLOPTTYPE_BLOB)
    result = set(curl, option, va_arg(rest, curl_off_t));
  else
    result = set(curl, option, va_arg(rest, void*));
  va_end(rest);
  return result;
}

extern "C" curl_version_info_data* curl_version_info(CURLversion age) {
  static curl_version_info_data told = *of_system<decltype(curl_version_info)>("curl_version_info")(age);
  const char* const wanted = std::getenv("OLD_LIBCURL_VERSION");
  told.version_num =
      wanted != nullptr ? static_cast<unsigned>(std::strtoul(wanted, nullptr, 16)) : version_7_76_1;
  told.version = "of the tests";
  return &told;
}
