#include "server/secret-service/quiet_service.h"

namespace unify_ls::secret_service {
namespace {

GQuark refused_prompt() { return g_quark_from_static_string("unify-ls-refused-prompt"); }

GVariant* refuse_prompt_sync(SecretService*, SecretPrompt*, GCancellable*, const GVariantType*,
                             GError** error) {
  g_set_error_literal(error, refused_prompt(), 0, "nobody is there to answer a prompt");
  return nullptr;
}

void refuse_prompt_async(SecretService* self, SecretPrompt*, const GVariantType*, GCancellable* cancellable,
                         GAsyncReadyCallback callback, gpointer user_data) {
  GTask* task = g_task_new(self, cancellable, callback, user_data);
  g_task_return_error(task, g_error_new_literal(refused_prompt(), 0, "nobody is there to answer a prompt"));
  g_object_unref(task);
}

GVariant* refuse_prompt_finish(SecretService*, GAsyncResult* result, GError** error) {
  return static_cast<GVariant*>(g_task_propagate_pointer(reinterpret_cast<GTask*>(result), error));
}

void initialise_class(gpointer type_class, gpointer) {
  auto* service = static_cast<SecretServiceClass*>(type_class);
  service->prompt_sync = refuse_prompt_sync;
  service->prompt_async = refuse_prompt_async;
  service->prompt_finish = refuse_prompt_finish;
}

} // namespace

GType quiet_service_type() {
  static const GType type =
      g_type_register_static_simple(SECRET_TYPE_SERVICE, "UnifyLsQuietService", sizeof(SecretServiceClass),
                                    initialise_class, sizeof(SecretService), nullptr, GTypeFlags{});
  return type;
}

bool is_refused_prompt(const GError* error) { return error != nullptr && error->domain == refused_prompt(); }

} // namespace unify_ls::secret_service
