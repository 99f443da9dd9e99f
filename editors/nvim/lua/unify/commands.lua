-- Carries out the server's commands: questions first, then the command, then its result or its error with a remedy.
local async = require('unify.async')
local clients = require('unify.client')
local form = require('unify.form')
local ui = require('unify.ui')

local M = {}

---@alias unify.Subcommand {words: string[], id?: string, title: string, first?: string, kinds: table, inputs: boolean}
---@type unify.Subcommand[]
M.subcommands = {}

-- What follows :Unify, the server's command, its title, and the arguments that may be given as NAME=VALUE: the one in
-- brackets may stand without its name, `?` marks true or false, `#` a number; with `*` other names are inputs.
for _, row in ipairs({
  { 'run', 'unify.workflow.run', 'Run a workflow', '[file] branch folder commit dryRun? force? confirmed? *' },
  { 'again', 'unify.workflow.runAgain', 'Run again as before', '[id] edit? dryRun? force? confirmed? *' },
  { 'workflows', 'unify.workflows.list', 'List the workflows', 'branch folder all?' },
  { 'runs', 'unify.run.list', 'List the runs', '' },
  { 'follow', 'unify.run.follow', 'Follow a run', '[id]' },
  { 'unfollow', 'unify.run.unfollow', 'Stop following a run', '[id]' },
  { 'open', 'unify.run.open', 'Open a run in the browser', '[id]' },
  { 'details', 'unify.run.details', 'Show what a run left behind', '[id]' },
  { 'curl', 'unify.workflow.curl', 'Show the curl command of a run', '[file] branch folder *' },
  { 'component', 'unify.component.select', 'Choose the component', '[componentId] folder' },
  { 'token set', 'unify.token.set', 'Store a token', 'days# expires' },
  { 'token status', 'unify.token.status', 'Show the state of the token', 'check?' },
  { 'token delete', 'unify.token.delete', 'Delete the stored token', '' },
  { 'token create', 'unify.token.create', 'Open the page that makes tokens', '' },
  { 'doctor', 'unify.doctor', 'Find out what is wrong', '' },
  { 'restart', nil, 'Restart the server', '' },
}) do
  local subcommand = { words = vim.split(row[1], ' '), id = row[2], title = row[3], kinds = {} }
  for name, kind in row[4]:gmatch('(%a+)%]?([?#]?)') do
    subcommand.kinds[name] = kind
  end
  subcommand.first, subcommand.inputs = row[4]:match('%[(%a+)%]'), row[4]:find('*', 1, true) ~= nil
  table.insert(M.subcommands, subcommand)
end

---The subcommand that some words begin with.
---@return unify.Subcommand?, string[] rest
function M.find(words)
  for _, subcommand in ipairs(M.subcommands) do
    local count = #subcommand.words
    local same = vim.deep_equal(subcommand.words, vim.list_slice(words, 1, count))
    if same then return subcommand, vim.list_slice(words, count + 1) end
  end
  return nil, words
end

---What the server takes as the command's argument; nil and a sentence when the words are none.
---@param subcommand unify.Subcommand
---@return table?, string?
function M.parse(subcommand, words)
  local argument = vim.empty_dict()
  for position, word in ipairs(words) do
    local name, value = word:match('^([^=]+)=(.*)$')
    if not name and position == 1 then
      name, value = subcommand.first, word == '%' and vim.uri_from_bufnr(0) or word
    end
    local kind = subcommand.kinds[name]
    if kind == '?' then value = ({ ['true'] = true, ['false'] = false })[value] end
    if kind == '#' then value = tonumber(value) end
    if kind and value ~= nil then
      argument[name] = value
    elseif name and not kind and subcommand.inputs then
      argument.inputs = argument.inputs or vim.empty_dict()
      argument.inputs[name:gsub('^inputs%.', '')] = value
    else
      local names = table.concat(vim.tbl_keys(subcommand.kinds), '=, ')
      return nil, ('"%s" is not an argument of :Unify %s: %s='):format(word, table.concat(subcommand.words, ' '), names)
    end
  end
  return argument
end

---How results are shown; others as a sentence or as their members.
---@type table<string, async fun(client: vim.lsp.Client, result: table)>
local RESULTS = {
  ['unify.workflows.list'] = function(client, listing)
    local prompt = ('Workflows on %s; run which?'):format(ui.line(listing.branch))
    local chosen = ui.pick(listing.workflows, prompt, function(workflow)
      local note = workflow.state ~= 'same' and ' [' .. workflow.state .. ']' or ''
      return ui.line(('%s (%s)%s'):format(workflow.file, workflow.name, note))
    end)
    local argument = chosen and { file = chosen.uri or chosen.path, branch = listing.branch }
    if chosen then M.perform(client, { command = 'unify.workflow.run', arguments = { argument } }) end
  end,
  ['unify.run.list'] = function() require('unify.runs').open() end,
  ['unify.run.details'] = function(_, result) ui.show_lines(ui.tree(result)) end,
  ['unify.workflow.curl'] = function(_, result) ui.show_lines(vim.split(result.text, '\n'), 'sh') end,
  ['unify.doctor'] = function() vim.cmd.checkhealth('unify') end,
}

---@async
local function show_result(client, command, result)
  if type(result) ~= 'table' or result.outcome == 'cancelled' or result.opened then return end
  if RESULTS[command] then return RESULTS[command](client, result) end
  if result.outcome == 'dryRun' then return ui.show_lines(ui.tree(result)) end
  if result.outcome ~= 'started' then return ui.notify(table.concat(ui.tree(result), '\n')) end
  ui.notify(ui.line(('Started %s on %s. :Unify open shows it.'):format(result.file, result.branch)))
end

---Says what went wrong and offers the ways out. Returns whether to try once more.
---@async
---@param problem unify.Error
---@return boolean
local function offer_remedy(client, problem)
  local data = type(problem.data) == 'table' and problem.data or {}
  local message = ui.line(problem.message)
  if data.platformMessage then message = message .. ' Unify says: ' .. ui.line(data.platformMessage) end
  ui.notify(message, 'ERROR')
  local ways = vim.list_extend({ data.remedy }, data.retryable and { { title = 'Try again' } } or {})
  if not client or #ways == 0 then return false end
  table.insert(ways, { title = 'Leave it', leave = true })
  local way = ui.pick(ways, 'What now?', function(item) return ui.line(item.title) end)
  if not way or not way.command then return way ~= nil and not way.leave end
  local result = M.perform(client, { command = way.command, arguments = way.arguments })
  local stored = way.command == 'unify.token.set' and type(result) == 'table' and result.outcome ~= 'cancelled'
  return stored -- with a token, what was meant goes on
end

---Asks and executes, without a word about what comes of it.
---@async
---@param call unify.Call
---@param last? boolean
---@return any result, unify.Error? problem, unify.Call filled
local function attempt(client, call, last)
  local filled, problem = form.fill(client, call)
  if not filled then return not problem and { outcome = 'cancelled' } or nil, problem, call end
  local failed, result = clients.request(client, 'workspace/executeCommand', filled)
  local missing = failed and type(failed.data) == 'table' and failed.data.missing
  if last or not vim.deep_equal(missing, { 'confirmed' }) then return result, failed, filled end
  -- What was confirmed is no longer what would be sent: it is shown once more.
  return attempt(client, form.without(filled, 'confirmed'), true)
end

---Carries out a command for a person. Its result is shown, its error too.
---@async
---@param client vim.lsp.Client?
---@param call unify.Call
---@return any result
function M.perform(client, call)
  while client do
    local result, problem, filled = attempt(client, call)
    if not problem then show_result(client, call.command, result) end
    if not problem or not offer_remedy(client, problem) then return result end
    client, call = clients.connect(client.config.root_dir), filled
  end
end

---Carries out a command in a folder, without one in that at hand. With `done` nothing is shown but questions.
---@param command string
---@param argument? table
---@param done? fun(problem: unify.Error?, result: any)
---@param folder? string
function M.execute(command, argument, done, folder)
  async.run(function()
    local client, problem = clients.connect(folder or clients.root())
    local call, result = { command = command, arguments = { argument or vim.empty_dict() } }, nil
    if client and not done then return M.perform(client, call) end
    if not done then return offer_remedy(nil, problem) end
    if client then
      result, problem = attempt(client, call)
    end
    done(problem, result)
  end)
end

---:Unify
---@param words string[]
function M.command(words)
  if #words == 0 then
    return async.run(function()
      local picked = ui.pick(M.subcommands, 'Unify', function(subcommand) return subcommand.title end)
      if picked then M.command(picked.words) end
    end)
  end
  local subcommand, rest = M.find(words)
  if not subcommand then
    return ui.notify('There is no :Unify ' .. words[1] .. '; <Tab> lists what there is.', 'ERROR')
  end
  local argument, problem = M.parse(subcommand, rest)
  if problem then return ui.notify(problem, 'ERROR') end
  if not subcommand.id then return async.run(clients.restart) end
  if subcommand.id == 'unify.run.list' or subcommand.id == 'unify.doctor' then return RESULTS[subcommand.id]() end
  M.execute(subcommand.id, argument)
end

return M
