-- What a person set in vim.g.unify. Nothing here reads a file of a project: what chooses the server, the API or a
-- lower guard must come from the person alone, and reaches the server as flags. The server checks names and values.
local M = {}

---@alias unify.Config {cmd?: string|string[], attach?: boolean, notify?: boolean, [string]: any} :help unify-settings

-- stylua: ignore
local FLAGS = {
  apiUrl = '--api-url', uiUrl = '--ui-url', tokenStore = '--token-store', caFile = '--ca-file', proxy = '--proxy',
  requestTimeoutSeconds = '--request-timeout', confirm = '--confirm',
}
local OURS = { cmd = true, attach = true, notify = true }

---@return unify.Config
function M.get()
  local settings = vim.g.unify or {}
  return type(settings) == 'table' and settings or error('vim.g.unify must be a table; see :help unify-settings', 0)
end

---The server's program, by its whole path if it can be found, and its flags.
---@return string[]
function M.command()
  local settings = M.get()
  local command = vim.iter({ settings.cmd or 'unify-ls' }):flatten():totable()
  local program = vim.fs.normalize(command[1] or '')
  command[1] = vim.fn.exepath(program) ~= '' and vim.fn.exepath(program) or program
  for key, flag in vim.spairs(FLAGS) do
    local value = settings[key]
    if value ~= nil and value ~= '' then vim.list_extend(command, { flag, tostring(value) }) end
  end
  return command
end

---What the server asks for as section `unify`: the rest, which a project may choose.
---@return table<string, any>
function M.folder_settings()
  local settings = vim.empty_dict()
  for key, value in pairs(M.get()) do
    if not FLAGS[key] and not OURS[key] then settings[key] = value end
  end
  return settings
end

return M
