#include "server/credentials/store_pasted.h"

#include "server/credentials/pasted.h"

namespace unify_ls::credentials {

Task<Result<void>> store_pasted(Vault& vault, std::string& line, Patience patience) {
  const Result<Secret> token = read_pasted(line);
  if (!token) co_return fail(token.error());
  co_return co_await vault.put(*token, patience);
}

} // namespace unify_ls::credentials
