#include "server/base/descriptor.h"

#include <unistd.h>

namespace unify_ls {

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

} // namespace unify_ls
