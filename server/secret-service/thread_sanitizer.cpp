/// Part of thread-sanitized builds alone. GLib's locks are its own and it is not instrumented, so the
/// sanitizer sees races between its threads where there are none. This program has no thread of its own.
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): the sanitizer chose it
extern "C" const char* __tsan_default_suppressions() {
  return "called_from_lib:libglib-2.0.so\n"
         "called_from_lib:libgobject-2.0.so\n"
         "called_from_lib:libgio-2.0.so\n"
         "called_from_lib:libsecret-1.so\n";
}
