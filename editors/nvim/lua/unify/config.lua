-- What a person set in vim.g.unify. Nothing here reads a file of a project: what chooses the server, the API or a
-- lower guard must come from the person alone, and reaches the server as flags.
local M = {}

---@class unify.Config see :help unify-settings
---@field cmd? string[] the server's command; default { 'unify-ls' }
---@field attach? boolean whether opening a workflow file starts the server; default true
---@field notify? boolean whether a run's end is told; default true
---@field [string] any the settings of the server

-- stylua: ignore
local FLAGS = {
  apiUrl = '--api-url', uiUrl = '--ui-url', tokenStore = '--token-store', caFile = '--ca-file', proxy = '--proxy',
  requestTimeoutSeconds = '--request-timeout', confirm = '--confirm',
}
local FOLDER = { 'organizationId', 'componentId', 'branch', 'remote', 'follow', 'protectedBranches' }
local TYPES = { cmd = 'table', attach = 'boolean', notify = 'boolean', follow = 'boolean', protectedBranches = 'table' }
TYPES.requestTimeoutSeconds = 'number'
for _, key in ipairs(vim.list_extend(vim.tbl_keys(FLAGS), FOLDER)) do
  TYPES[key] = TYPES[key] or 'string'
end

---The settings that can be used, and a sentence for each that cannot.
---@return unify.Config, string[]
function M.read()
  local given, used, problems = vim.g.unify or {}, {}, {}
  if type(given) ~= 'table' then return used, { 'vim.g.unify must be a table; see :help unify-settings.' } end
  for key, value in pairs(given) do
    local wrong = TYPES[key] and ('must be a %s'):format(TYPES[key]) or 'is not a setting'
    local sentence = ('vim.g.unify.%s %s; see :help unify-settings.'):format(key, wrong)
    if type(value) == TYPES[key] then
      used[key] = value
    else
      table.insert(problems, sentence)
    end
  end
  return used, problems
end

---As read(), with the problems said once.
---@return unify.Config
function M.get()
  local used, problems = M.read()
  vim.tbl_map(function(problem) vim.notify_once(problem, vim.log.levels.WARN, { title = 'Unify' }) end, problems)
  return used
end

---The server's program, by its whole path if it can be found, and its flags.
---@return string[]
function M.command()
  local settings = M.get()
  local command = vim.list_slice(settings.cmd or { 'unify-ls' })
  local program = vim.fs.normalize(command[1] or 'unify-ls')
  command[1] = vim.fn.exepath(program) ~= '' and vim.fn.exepath(program) or program
  for key, flag in vim.spairs(FLAGS) do
    if settings[key] and settings[key] ~= '' then vim.list_extend(command, { flag, tostring(settings[key]) }) end
  end
  return command
end

---What the server asks for as section `unify`: the folder settings.
function M.folder_settings()
  local settings, folder = M.get(), vim.empty_dict()
  vim.tbl_map(function(key) folder[key] = settings[key] end, FOLDER)
  return folder
end

return M
