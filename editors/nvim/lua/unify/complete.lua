-- Completes the command line of :Unify with what the server knows of workflows, branches and runs.
local async = require('unify.async')
local clients = require('unify.client')
local commands = require('unify.commands')
local M = {}

local LIMIT_MS, SOURCE = 2000, 'branches'

---What the server answers; an empty table when it has none or takes too long, which keeps nobody waiting.
local function ask(method, params)
  return async.block(LIMIT_MS, function()
    local client = clients.connect(clients.root())
    return client and select(2, clients.request(client, method, params))
  end) or {}
end

---Nobody waits for what is offered, so no keyring may prompt for it.
local function command(name, argument)
  argument = vim.tbl_extend('force', argument or {}, { background = true })
  return ask('workspace/executeCommand', { command = name, arguments = { argument } })
end

local function workflows(branch) return command('unify.workflows.list', { branch = branch }).workflows or {} end

local function each(key, list)
  return vim.tbl_map(function(item) return item[key] end, list or {})
end

---The arguments whose values the server knows.
local VALUES = {
  file = function(argument) return each('file', workflows(argument.branch)) end,
  id = function() return each('id', command('unify.run.list').runs) end,
  branch = function(_, part) return each('value', ask('interactive/listEnum', { source = SOURCE, query = part })) end,
}

---The inputs of the workflow that is named on the line.
local function inputs(subcommand, argument)
  for _, workflow in ipairs(subcommand.open and argument.file and workflows(argument.branch) or {}) do
    local names = { workflow.file, workflow.path, workflow.uri }
    if vim.tbl_contains(names, argument.file) then return workflow.inputs end
  end
  return {}
end

---What can still be given: inputs first, and only for the argument at the cursor what the server has to be asked for.
local function assignments(subcommand, argument, lead)
  local found, given = {}, argument.inputs or {}
  local function offer(name, values)
    local function assign(value) return name .. '=' .. vim.fn.escape(value, ' \\') end
    -- A line break would end this command and begin another one.
    local safe = vim.tbl_filter(function(value) return not value:find('%c') end, values)
    vim.list_extend(found, vim.tbl_map(assign, safe))
  end
  for _, input in ipairs(vim.startswith(lead, '-') and {} or inputs(subcommand, argument)) do
    local values = input.options or input.type == 'boolean' and { 'true', 'false' } or { input.default or '' }
    if given[input.name] == nil then offer(input.name, values) end
  end
  for name, flag in vim.spairs(subcommand.flags) do
    local known = vim.startswith(lead, name .. '=') and VALUES[flag.member]
    if argument[flag.member] == nil and flag.takes then
      offer(name, known and known(argument, lead:sub(#name + 2)) or { flag.example })
    elseif argument[flag.member] == nil then
      table.insert(found, name)
    end
  end
  return found
end

---What fits the word at the cursor, both it and the line up to there.
---@return string[]
function M.complete(lead, line)
  local parsed, before = pcall(vim.api.nvim_parse_cmd, line:sub(1, #line - #lead), {})
  local words, found = parsed and before.args or {}, {}
  local subcommand, rest = commands.find(words)
  if subcommand then
    local argument, first = commands.parse(subcommand, rest), #rest == 0 and VALUES[subcommand.first]
    found = vim.list_extend(first and first(argument) or {}, assignments(subcommand, argument, lead))
  end
  for _, candidate in ipairs(not subcommand and commands.subcommands or {}) do
    local fits = vim.deep_equal(words, vim.list_slice(candidate.words, 1, #words))
    if fits and found[#found] ~= candidate.words[#words + 1] then table.insert(found, candidate.words[#words + 1]) end
  end
  return vim.tbl_filter(function(candidate) return vim.startswith(candidate, lead) end, found)
end

return M
