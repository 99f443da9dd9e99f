-- The client's half of the server's forms: asks what is missing until nothing is. It knows no command and no question.
local async = require('unify.async')
local clients = require('unify.client')
local ui = require('unify.ui')

local M = {}

local SECRET_LIMIT_MS = 60000
local SEARCH = { value = {}, description = 'Search by a part of the name…' }

---@class unify.Field
---@field id string
---@field description string its first line is the question
---@field type {kind: string, entries?: table[], source?: string, config?: any, args?: string[]}
---@field default? any
---@field error? string what is wrong with the answer before

---@alias unify.Call {command: string, arguments?: any[], formAnswers?: {id: string, value: any}[]}
---@alias unify.Ask async fun(client: vim.lsp.Client, field: unify.Field, prompt: string, before?): any, unify.Error?

---Shows all lines of a question, over whatever picker comes. They stay until it is answered.
---@return fun() close
local function show_details(lines)
  local buffer, width = vim.api.nvim_create_buf(false, true), vim.fn.max(vim.tbl_map(vim.fn.strdisplaywidth, lines))
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  local place = { relative = 'editor', anchor = 'NE', row = 0, col = vim.o.columns, height = #lines }
  local look = { style = 'minimal', border = 'rounded', focusable = false, zindex = 250 }
  place.width = math.max(1, math.min(width, vim.o.columns - 4))
  local window = vim.api.nvim_open_win(buffer, false, vim.tbl_extend('error', place, look))
  local height = vim.api.nvim_win_text_height(window, {}).all
  local function close() pcall(vim.api.nvim_buf_delete, buffer, { force = true }) end
  if height > vim.o.lines - 8 then -- too many for a window: Neovim's pager shows them, page by page
    close()
    vim.api.nvim_echo({ { table.concat(lines, '\n') } }, false, {})
  else
    vim.api.nvim_win_set_height(window, height)
    vim.cmd.redraw()
  end
  return close
end

---@type unify.Ask
local function text(_, field, prompt, before)
  local default = field.default
  if before ~= nil and before ~= vim.NIL then default = before end
  if default ~= nil and type(default) ~= 'string' then default = vim.json.encode(default) end
  local options = { prompt = prompt .. ': ', default = default }
  local typed = async.await(function(resume) vim.ui.input(options, resume) end)
  return typed == '' and vim.NIL or typed
end

---@type unify.Ask
local function list(_, field, prompt)
  local entry = ui.pick(field.type.entries or {}, prompt, function(item) return item.description end)
  return entry and entry.value
end

---@type unify.Ask
local function lazy_list(client, field, prompt)
  local query, value = '', SEARCH.value
  while value == SEARCH.value and query do
    local params = { source = field.type.source, config = field.type.config, query = query }
    local problem, entries = clients.request(client, 'interactive/listEnum', params)
    if problem then return nil, problem end
    value = list(client, { type = { entries = vim.list_extend(entries, { SEARCH }) } }, prompt)
    if value == SEARCH.value then query = text(client, field, 'Part of the name', query) end
    query = query == vim.NIL and '' or query
  end
  return query and value
end

---Takes a secret by a hidden prompt into the server's own command. It never crosses the wire between us.
---@type unify.Ask
local function secret(client, field, prompt)
  local config = client.config
  local command = vim.list_extend(vim.list_slice(config.cmd), field.type.args or {})
  local options = { timeout = SECRET_LIMIT_MS, env = config.cmd_env, cwd = config.cmd_cwd, text = true }
  local question = prompt
  while true do
    local asked, line = pcall(vim.fn.inputsecret, prompt .. ': ')
    if not asked or line == '' then return nil end
    options.stdin = line .. '\n'
    local ended = async.await(function(resume)
      local started, problem = pcall(vim.system, command, options, resume)
      if not started then resume({ code = -1, stderr = problem }) end
    end)
    if ended.code == 0 then return true end
    local last = vim.trim(ended.stderr or ''):match('[^\n]*$')
    if last == '' then last = ended.code == 124 and 'It took too long.' or 'It ended with ' .. ended.code .. '.' end
    prompt = ui.line(last) .. ' ' .. question
  end
end

---@type table<string, unify.Ask>
local KINDS = { string = text, number = text, enum = list, lazyEnum = lazy_list, secret = secret }

---Asks one question, with what is wrong with the answer before. The value is nil when it was left.
---@type unify.Ask
local function ask(client, field, _, before)
  local kind, lines = KINDS[field.type.kind], vim.split(field.description, '\n')
  if not kind then
    return nil, clients.problem(('unify-ls asks for a %s: upgrade this plugin.'):format(field.type.kind))
  end
  local close = #lines > 1 and show_details(lines) or function() end
  local prompt = (field.error and ui.line(field.error) .. ' ' or '') .. lines[1]
  local value, problem = kind(client, field, prompt, before)
  close()
  return value, problem
end

---Asks all that a command needs to know. Returns what workspace/executeCommand takes; nil when a question was left.
---@async
---@param call unify.Call
---@return unify.Call?, unify.Error?
function M.fill(client, call)
  if not vim.tbl_get(client.server_capabilities, 'experimental', 'interactiveResolveProvider') then return call end
  while true do
    local problem, open = clients.request(client, 'command/resolve', call)
    if problem then return nil, problem end
    local known, answers, asked = {}, {}, false
    for _, answer in ipairs(open.formAnswers or {}) do
      if answer.value == nil then answer.value = vim.NIL end -- left empty: Neovim drops a null inside an object
      known[answer.id] = answer.value
    end
    for _, field in ipairs(open.formFields or {}) do
      local value = known[field.id]
      if value == nil or field.error then
        asked, value, problem = true, ask(client, field, '', value)
        if value == nil then return nil, problem end
      end
      table.insert(answers, { id = field.id, value = value })
    end
    call = { command = open.command, arguments = open.arguments, formAnswers = asked and answers or open.formAnswers }
    if not open.formFields then return call end
    if not asked then return nil, clients.problem('unify-ls has a question that it does not ask: upgrade it.') end
  end
end

---The same call without the answer to one question, so that it is asked again.
---@param call unify.Call
---@return unify.Call
function M.without(call, id)
  local arguments = vim.deepcopy(call.arguments)
  if arguments and arguments[1] then arguments[1][id] = nil end
  local answers = vim.tbl_filter(function(answer) return answer.id ~= id end, call.formAnswers or {})
  return { command = call.command, arguments = arguments, formAnswers = #answers > 0 and answers or nil }
end

return M
