---@brief
---
--- Workflows of CloudBees Unify: findings, completion and hovers in their text, commands that start and follow them.
---
--- `unify-ls` is installed from a package or by Mason. A token is stored once, in a terminal: `unify-ls setup`.
---
--- Of YAML files that are no workflow, custom job or action it says nothing, so it goes together with other servers for
--- YAML.

---@type vim.lsp.Config
return {
  cmd = { 'unify-ls', 'serve', '--stdio' },
  filetypes = { 'yaml' },
  root_markers = { '.cloudbees', '.git' },
}
