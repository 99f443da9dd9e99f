-- Completes the command line of :Unify with what the server knows of workflows, branches and runs.
local async = require('unify.async')
local clients = require('unify.client')
local commands = require('unify.commands')

local M = {}

local LIMIT_MS, FRESH_MS = 2000, 5000

---@type table<string, {at: integer, result: any, asking?: boolean}>
local cache = {}

---What the server answers, asked again after some seconds only. What comes too late is there for the next <Tab>.
local function ask(method, params)
  local root = clients.root()
  local key = vim.json.encode({ root, method, params })
  local known = cache[key] or { at = -FRESH_MS, result = {} }
  cache[key] = known
  if vim.uv.now() - known.at > FRESH_MS and not known.asking then
    known.asking = true
    async.run(function()
      local client, _, result = clients.connect(root), nil, nil
      if client then
        _, result = clients.request(client, method, params)
      end
      known.at, known.result, known.asking = result and vim.uv.now() or known.at, result or known.result, false
    end)
  end
  vim.wait(LIMIT_MS, function() return not known.asking end, 5)
  return known.result
end

local function command(name, argument)
  return ask('workspace/executeCommand', { command = name, arguments = { argument or vim.empty_dict() } })
end

local function workflows(argument)
  local place = vim.tbl_extend('error', vim.empty_dict(), { branch = argument.branch, folder = argument.folder })
  return command('unify.workflows.list', next(place) and place).workflows or {}
end

---The inputs of the workflow that is named on the line.
local function inputs(subcommand, argument)
  for _, workflow in ipairs(subcommand.inputs and argument.file and workflows(argument) or {}) do
    local names = { workflow.file, workflow.path, workflow.uri }
    if vim.tbl_contains(names, argument.file) then return workflow.inputs end
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
  local truth = { 'true', 'false' }
  for _, input in ipairs(inputs(subcommand, argument)) do
    local options = input.options or input.type == 'boolean' and truth or { input.default }
    if input.name == name:gsub('^inputs%.', '') then return options end
  end
  return subcommand.kinds[name] == '?' and truth or {}
end

---The names that can still be given, with their `=`: those of inputs first.
local function names(subcommand, argument)
  local found = {}
  for _, input in ipairs(inputs(subcommand, argument)) do
    local prefix = subcommand.kinds[input.name] and 'inputs.' or ''
    if not (argument.inputs or {})[input.name] then table.insert(found, prefix .. input.name .. '=') end
  end
  for name in vim.spairs(subcommand.kinds) do
    if argument[name] == nil then table.insert(found, name .. '=') end
  end
  return found
end

---@param lead string the word at the cursor, up to it
---@param line string the line, up to the cursor
---@return string[]
function M.complete(lead, line)
  local parsed, before = pcall(vim.api.nvim_parse_cmd, line:sub(1, #line - #lead), {})
  local words = parsed and before.args or {}
  local subcommand, rest = commands.find(words)
  local found, name = {}, lead:match('^([^=]+)=')
  if not subcommand then
    for _, candidate in ipairs(commands.subcommands) do
      local fits = vim.deep_equal(words, vim.list_slice(candidate.words, 1, #words))
      if fits and found[#found] ~= candidate.words[#words + 1] then table.insert(found, candidate.words[#words + 1]) end
    end
  elseif name then
    local argument = commands.parse(subcommand, rest) or {}
    found = values(subcommand, argument, name, lead:sub(#name + 2))
    found = vim.tbl_map(function(value) return name .. '=' .. vim.fn.escape(value, ' \\') end, found)
  else
    local argument, first = commands.parse(subcommand, rest) or {}, #rest == 0 and subcommand.first
    found = vim.list_extend(first and values(subcommand, argument, first, lead) or {}, names(subcommand, argument))
  end
  return vim.tbl_filter(function(candidate) return vim.startswith(candidate, lead) end, found)
end

return M
