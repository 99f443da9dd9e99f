-- Completes the command line of :Unify with what the server knows of workflows, branches and runs.
local clients = require('unify.client')
local commands = require('unify.commands')

local M = {}

local LIMIT_MS, FRESH_MS = 1500, 5000

---@type table<string, {at: integer, result: any}>
local cache = {}

---What the server answers, asked again after some seconds only. An empty table when it cannot tell in time.
local function ask(method, params)
  local root = clients.root()
  local key = vim.json.encode({ root, method, params })
  if cache[key] and vim.uv.now() - cache[key].at < FRESH_MS then return cache[key].result end
  local client = clients.connect_sync(root, LIMIT_MS)
  local result = client and clients.request_sync(client, method, params, LIMIT_MS)
  cache[key] = result and { at = vim.uv.now(), result = result }
  return result or {}
end

local function command(name, argument)
  return ask('workspace/executeCommand', { command = name, arguments = { argument } })
end

local function workflows(argument)
  local wanted = vim.tbl_extend('force', vim.empty_dict(), { branch = argument.branch, folder = argument.folder })
  return command('unify.workflows.list', next(wanted) and wanted or nil).workflows or {}
end

---The inputs of the workflow that is named on the line.
local function inputs(subcommand, argument)
  for _, workflow in ipairs(subcommand.inputs and argument.file and workflows(argument) or {}) do
    if argument.file == workflow.file or argument.file == workflow.path or argument.file == workflow.uri then
      return workflow.inputs
    end
  end
  return {}
end

---The values that an argument or an input can have.
local function values(subcommand, argument, name, lead)
  local function each(list, key)
    return vim.tbl_map(function(item) return item[key] end, list or {})
  end
  if name == 'file' then return each(workflows(argument), 'file') end
  if name == 'id' then return each(command('unify.run.list').runs, 'id') end
  if name == 'branch' then
    local config = { folder = vim.uri_from_fname(clients.root()) }
    return each(ask('interactive/listEnum', { source = 'branches', config = config, query = lead }), 'value')
  end
  for _, input in ipairs(inputs(subcommand, argument)) do
    local truth = input.type == 'boolean' and { 'true', 'false' }
    if input.name == name:gsub('^inputs%.', '') then return input.options or truth or { input.default } end
  end
  return subcommand.kinds[name] == '?' and { 'true', 'false' } or {}
end

---The names that can still be given, with their `=`.
local function names(subcommand, argument)
  local found, others = {}, {}
  for _, input in ipairs(inputs(subcommand, argument)) do
    local prefix = subcommand.kinds[input.name] and 'inputs.' or ''
    if not (argument.inputs or {})[input.name] then table.insert(found, prefix .. input.name .. '=') end
  end
  for name in vim.spairs(subcommand.kinds) do
    if argument[name] == nil then table.insert(others, name .. '=') end
  end
  return vim.list_extend(found, others)
end

---@param lead string the word at the cursor, up to it
---@param line string the line, up to the cursor
---@return string[]
function M.complete(lead, line)
  local parsed, before = pcall(vim.api.nvim_parse_cmd, line:sub(1, #line - #lead), {})
  local words, found = parsed and before.args or {}, {}
  local subcommand, rest = commands.find(words)
  for _, candidate in ipairs(subcommand and {} or commands.subcommands) do
    local next_word = candidate.words[#words + 1]
    if next_word and vim.deep_equal(words, vim.list_slice(candidate.words, 1, #words)) then found[next_word] = true end
  end
  found = vim.tbl_keys(found)
  table.sort(found)
  if subcommand then
    local argument, name = commands.parse(subcommand, rest) or {}, lead:match('^([^=]+)=')
    if name then
      local function whole(value) return name .. '=' .. vim.fn.escape(value, ' \\') end
      found = vim.tbl_map(whole, values(subcommand, argument, name, lead:sub(#name + 2)))
    else
      found = #rest == 0 and subcommand.first and values(subcommand, argument, subcommand.first, lead) or {}
      vim.list_extend(found, names(subcommand, argument))
    end
  end
  return vim.tbl_filter(function(candidate) return vim.startswith(candidate, lead) end, found)
end

return M
