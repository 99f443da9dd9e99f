-- What a person set in vim.g.unify. Nothing here reads a file of a project: what chooses the server, the API or a
-- lower guard must come from the person alone, and reaches the server as flags. The server checks names and values.
local M = {}

---@alias unify.Config {cmd?: string|string[], attach?: boolean, notify?: boolean, [string]: any} :help unify-settings

-- stylua: ignore
local FLAGS = {
  apiUrl = '--api-url', uiUrl = '--ui-url', tokenStore = '--token-store', caFile = '--ca-file', proxy = '--proxy',
  requestTimeoutSeconds = '--request-timeout', confirm = '--confirm',
}
local SERVER = 'unify-ls'
local OURS = { cmd = true, attach = true, notify = true }

---@return unify.Config
function M.get()
  local settings = vim.g.unify or {}
  return type(settings) == 'table' and settings or error('vim.g.unify must be a table; see :help unify-settings', 0)
end

local function is_absolute(path) return path:match('^[/\\]') ~= nil or path:match('^%a:[/\\]') ~= nil end

---The plugin's folder, and where its script `build` puts the server: in the clone around it, or below stdpath('data').
---@return string folder, string program
function M.places()
  local folder = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h:h:h')
  local clone = vim.fn.fnamemodify(folder, ':h:h')
  local source = vim.uv.fs_stat(clone .. '/scripts/build') and clone or vim.fn.stdpath('data') .. '/unify-ls'
  return folder, source .. '/build/release/unify-ls'
end

---A program by its whole path. An entry of PATH that is empty or relative, and a relative path, would let the folder at
---hand choose it; what is not found gets a path that nobody has, so that Neovim does not search for it either.
local function find(program)
  if is_absolute(program) then return program end
  local path, separator = vim.env.PATH or '', vim.fn.has('win32') == 1 and ';' or ':'
  for folder in vim.gsplit(program:find('/', 1, true) and '' or path, separator, { plain = true }) do
    local found = is_absolute(folder) and vim.fn.exepath(vim.fs.joinpath(folder, program)) or ''
    if found ~= '' then return found end
  end
  local _, built = M.places()
  if program == SERVER and vim.fn.executable(built) == 1 then return built end
  return '/not on the PATH/' .. program
end

---The server's program, by its whole path, and its flags.
---@return string[]
function M.command()
  local settings = M.get()
  local command = vim.iter({ settings.cmd or SERVER }):flatten():totable()
  command[1] = find(vim.fs.normalize(command[1] or ''))
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
