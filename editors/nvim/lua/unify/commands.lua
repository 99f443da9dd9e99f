-- Carries out the server's commands: questions first, then the command, then its result or its error with a remedy.
local async = require('unify.async')
local clients = require('unify.client')
local form = require('unify.form')
local ui = require('unify.ui')
local M = {}

---@type {words: string[], id?: string, title: string, flags: table, first?: string, open: boolean}[]
M.subcommands = {}

-- What follows :Unify, the server's command, its title, and what may follow: in brackets what stands without a name,
-- the terminal's flags, with `=` and an example where they take a value, and `*` where NAME=VALUE is an input.
for _, row in ipairs({
  { 'setup', nil, 'Get started: token, component, a first look', '' },
  { 'run', 'unify.workflow.run', 'Run a workflow', '[file] --preset= --branch= --commit= --dry-run --force --yes *' },
  { 'again', 'unify.workflow.runAgain', 'Run again as before', '[id] --edit --dry-run --force --yes *' },
  { 'workflows', 'unify.workflows.list', 'List the workflows', '--branch= --all' },
  { 'runs', 'unify.run.list', 'List the runs', '' },
  { 'follow', 'unify.run.follow', 'Follow a run', '[id]' },
  { 'unfollow', 'unify.run.unfollow', 'Stop following a run', '[id]' },
  { 'open', 'unify.run.open', 'Open a run in the browser', '[id]' },
  { 'details', 'unify.run.details', 'Show what a run left behind', '[id]' },
  { 'forget', 'unify.run.forget', 'Take a run off the list', '[id]' },
  { 'curl', 'unify.workflow.curl', 'Show the curl command of a run', '[file] --preset= --branch= *' },
  { 'compose', 'unify.run.compose', 'Write a run as a document', '[file] --branch= --id=' },
  { 'preset', 'unify.run.savePreset', 'Keep a run document as a preset', '[document] --name=' },
  { 'component', 'unify.component.select', 'Choose the component', '[componentId]' },
  { 'token set', 'unify.token.set', 'Store a token', '--days=30 --expires=' },
  { 'token status', 'unify.token.status', 'Show the state of the token', '--check' },
  { 'token delete', 'unify.token.delete', 'Delete the stored token', '' },
  { 'token create', 'unify.token.create', 'Open the page that makes tokens', '' },
  { 'doctor', 'unify.doctor', 'Find out what is wrong', '' },
  { 'build', nil, 'Build the server', '' },
  { 'restart', nil, 'Restart the server', '' },
}) do
  local subcommand = { words = vim.split(row[1], ' '), id = row[2], title = row[3], flags = {} }
  for flag, equals, example in row[4]:gmatch('(%-%-[%a-]+)(=?)(%w*)') do
    local member = flag == '--yes' and 'confirmed' or flag:sub(3):gsub('-(%a)', string.upper)
    subcommand.flags[flag] = { member = member, takes = equals == '=', example = example }
  end
  subcommand.first, subcommand.open = row[4]:match('%[(%a+)'), row[4]:find('*', 1, true) ~= nil
  table.insert(M.subcommands, subcommand)
end

---The subcommand that some words begin with, and the words after it.
function M.find(words)
  local found = vim.iter(M.subcommands):find(
    function(subcommand) return vim.deep_equal(subcommand.words, vim.list_slice(words, 1, #subcommand.words)) end
  )
  return found, found and vim.list_slice(words, #found.words + 1)
end

---What the server takes as the command's argument, and a sentence where words are none. The server checks the values.
---@return table argument, string? problem
function M.parse(subcommand, words)
  local argument, problem = vim.empty_dict(), nil
  for position, word in ipairs(words) do
    local name, value = word:match('^([^=]+)=(.*)$')
    local flag = subcommand.flags[name or word]
    if flag and flag.takes ~= (value ~= nil) then
      problem = ('%s of :Unify %s takes %s value.'):format(
        name or word,
        table.concat(subcommand.words, ' '),
        flag.takes and 'a' or 'no'
      )
    elseif flag then
      argument[flag.member] = value == nil or flag.example ~= '' and tonumber(value) or value
    elseif name and subcommand.open and not vim.startswith(word, '--') then
      argument.inputs = argument.inputs or {}
      argument.inputs[name] = value
    elseif not name and position == 1 and subcommand.first and not vim.startswith(word, '-') then
      argument[subcommand.first] = word == '%' and vim.uri_from_bufnr(0) or word
    else
      local sentence = '"%s" is no argument of :Unify %s; <Tab> lists them.'
      problem = problem or sentence:format(word, table.concat(subcommand.words, ' '))
    end
  end
  return argument, problem
end

---Commands whose results have a place of their own, which asks the server itself.
local PLACES = {
  ['unify.run.list'] = function() require('unify.runs').open() end,
  ['unify.doctor'] = function() vim.cmd.checkhealth('unify') end,
}

---A list of workflows, from which one can be run.
local function choose_workflow(root, listing)
  if #listing.workflows == 0 then return ui.notify('No workflow on ' .. ui.line(listing.branch) .. ' to run.') end
  local chosen = ui.pick(listing.workflows, 'Run a workflow on ' .. ui.line(listing.branch), function(workflow)
    local note = workflow.state ~= 'same' and ' [' .. workflow.state .. ']' or ''
    return ui.line(('%s (%s)%s'):format(workflow.file, workflow.name, note))
  end)
  local argument = chosen and { file = chosen.uri or chosen.path, branch = listing.branch }
  if chosen then M.perform(root, { command = 'unify.workflow.run', arguments = { argument } }) end
end

---What a dry run found, one line each, inputs in the author's order.
local function request_lines(result)
  local component = result.component
  local lines = {
    result.gist or 'Nothing was sent.',
    'branch: ' .. result.branch,
    ('component: %s%s'):format(
      component.name or component.componentId,
      component.verified == false and ', not verified' or ''
    ),
  }
  for _, name in ipairs(result.inputNames or {}) do
    table.insert(lines, ('%s: %s'):format(name, result.inputs[name]))
  end
  vim.list_extend(lines, type(result.notes) == 'table' and result.notes or {})
  table.insert(lines, ('request: %s %s'):format(result.request.method, result.request.url))
  return vim.tbl_map(ui.line, lines)
end

local function show_result(root, result)
  if type(result) ~= 'table' or result.outcome == 'cancelled' or result.opened then return end
  if result.workflows then return choose_workflow(root, result) end
  if result.outcome == 'dryRun' then return ui.show_lines(request_lines(result)) end
  if result.text then return ui.show_lines(vim.split(result.text, '\n'), result.run and 'markdown' or 'sh') end
  if result.outcome ~= 'started' then return result.gist and ui.tell(ui.line(result.gist)) end
  local notes = type(result.notes) == 'table' and table.concat(result.notes, ' ') or ':Unify open shows it.'
  local sentence = ('Started %s on %s. %s'):format(result.file, result.branch, notes)
  ui.tell(ui.line(sentence), result.notes and vim.log.levels.WARN or nil)
end

---Says what went wrong and offers the ways out. Returns whether to try once more.
---@return boolean
local function offer_remedy(root, problem)
  local data = type(problem.data) == 'table' and problem.data or {}
  local sentence = ui.line(problem.message .. (data.platformMessage and ' Unify says: ' .. data.platformMessage or ''))
  local ways = vim.list_extend({ data.remedy }, data.retryable and { { title = 'Try again' } } or {})
  local close = ui.show_beside(#ways > 0 and not ui.fits(sentence) and { sentence } or {}, true)
  if #ways == 0 then ui.error(sentence) end
  if #ways > 0 and ui.fits(sentence) then ui.notify(sentence, vim.log.levels.ERROR) end
  local way = #ways > 0 and ui.pick(ways, 'What now?', function(item) return ui.line(item.title) end)
  close()
  if not way or not way.command then return way and true or false end
  local result = M.perform(root, { command = way.command, arguments = way.arguments })
  -- With a token, what was meant goes on.
  return way.command == 'unify.token.set' and type(result) == 'table' and result.outcome ~= 'cancelled'
end

---Asks and executes, without a word about what comes of it.
---@return unify.Error? problem, any result, unify.Call? filled
local function attempt(root, call, again)
  local client, problem = clients.connect(root)
  if not client then return problem end
  local filled, unasked = form.fill(client, call)
  if not filled then return unasked, not unasked and { outcome = 'cancelled' } or nil end
  local failed, result = clients.request(client, 'workspace/executeCommand', filled)
  local missing = failed and type(failed.data) == 'table' and failed.data.missing
  if again or not vim.deep_equal(missing, { 'confirmed' }) then return failed, result, filled end
  -- What was confirmed is no longer what would be sent: it is shown once more.
  filled.arguments[1].confirmed = nil
  filled.formAnswers = vim.tbl_filter(function(answer) return answer.id ~= 'confirmed' end, filled.formAnswers or {})
  return attempt(root, filled, true)
end

---Carries out a command for a person. Its result is shown, its error too.
---@param call unify.Call
---@return any result
function M.perform(root, call)
  if PLACES[call.command] then return PLACES[call.command]() end
  local problem, result, filled
  repeat
    problem, result, filled = attempt(root, call)
    call = filled or call
  until not problem or not offer_remedy(root, problem)
  if not problem then show_result(root, result) end
  return result
end

---Carries out a command in a folder, without one in that at hand. With `done` nothing is shown but questions.
---@param command lsp.Command|unify.Call
---@param done? fun(problem: unify.Error?, result: any)
function M.execute(command, root, done)
  local call = { command = command.command, arguments = command.arguments }
  async.run(function()
    if not done then return ui.listening(M.perform, root or clients.root(), call) end
    done(attempt(root or clients.root(), call))
  end)
end

---The first minute. Escape leaves a step and not the rest, and all of it can be done again.
local function set_up()
  local root = clients.root()
  local function step(command, argument)
    return M.perform(root, { command = command, arguments = { argument or vim.empty_dict() } })
  end
  step('unify.token.create')
  step('unify.token.set')
  local _, listing = attempt(root, { command = 'unify.workflows.list', arguments = { vim.empty_dict() } })
  if type(listing) ~= 'table' then return end
  if not listing.component then step('unify.component.select') end
  -- What has a default is not asked for: this is a look at what would be sent.
  step('unify.workflow.run', { dryRun = true, inputs = vim.empty_dict() })
end

---Builds the server in a terminal, where it may ask for what it needs.
local function build()
  local folder = require('unify.config').places()
  vim.cmd('botright 15split | terminal ' .. vim.fn.fnameescape(folder .. '/build'))
end

---The subcommands that are no single command of the server.
local OURS = { setup = set_up, restart = clients.restart, build = build }

---:Unify, with the words after it.
function M.command(words)
  if #words == 0 then
    return async.run(function()
      local picked = ui.pick(M.subcommands, 'Unify', function(subcommand) return subcommand.title end)
      if picked then M.command(picked.words) end
    end)
  end
  local subcommand, rest = M.find(words)
  if not subcommand then return ui.error('There is no :Unify ' .. words[1] .. '; <Tab> lists what there is.') end
  local argument, problem = M.parse(subcommand, rest)
  if problem then return ui.error(problem) end
  if not subcommand.id then
    return async.run(function() ui.listening(OURS[subcommand.words[1]]) end)
  end
  M.execute({ command = subcommand.id, arguments = { argument } })
end

return M
