-- The client's half of the server's forms: asks what is missing until nothing is. It knows no command and no question.
local async = require('unify.async')
local clients = require('unify.client')
local ui = require('unify.ui')
local M = {}

local SEARCH = { description = 'Search by a part of the name…' }

-- The types of PROTOCOL.md. A field's first line is the question, its error what is wrong with the answer `before`.
---@alias unify.Field {id: string, description: string, type: table, default?: any, error?: string}
---@alias unify.Call {command: string, arguments?: any[], formAnswers?: {id: string, value: any}[]}
---@alias unify.Ask async fun(client: vim.lsp.Client, field: unify.Field, prompt: string, before?): any, unify.Error?

-- What a prompt cannot take as it is, and what a buffer cannot.
local IN_PROMPTS, IN_BUFFERS = '[%z\1-\31\127]', '[%z\1-\8\11-\31\127]'

---Control characters as their pictures, U+2400 to U+2421: as keys of a prompt they would be blanks, or act.
local function pictured(value, what)
  local function picture(character)
    return '\226\144' .. (character == '\127' and '\161' or string.char(128 + character:byte()))
  end
  local shown = value:gsub(what, picture)
  return shown
end

---The control characters that such pictures stand for.
local function unpictured(shown)
  local function character(last) return last == '\161' and '\127' or string.char(last:byte() - 128) end
  local value = shown:gsub('\226\144([\128-\159\161])', character)
  return value
end

---Lets a person edit a text of several lines in a buffer. Nil when it was closed without being written.
local function edit(start, prompt)
  return async.await(function(resume)
    local buffer, written = vim.api.nvim_create_buf(false, true), nil
    local lines = vim.split(start, '\n')
    vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
    vim.api.nvim_buf_set_name(buffer, 'unify://answer/' .. buffer)
    vim.bo[buffer].buftype, vim.bo[buffer].bufhidden = 'acwrite', 'wipe'
    local function on(event, callback) vim.api.nvim_create_autocmd(event, { buffer = buffer, callback = callback }) end
    on('BufWriteCmd', function()
      written = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
      vim.bo[buffer].modified = false
    end)
    on('BufWipeout', function() resume(written) end)
    vim.cmd(('botright %dsplit'):format(math.min(#lines + 2, math.floor(vim.o.lines / 2))))
    vim.api.nvim_win_set_buf(0, buffer)
    vim.wo[0][0].winbar = prompt:gsub('%%', '%%%%') .. '%=:wq takes it, :q! leaves the question'
    vim.bo[buffer].modified = true -- so that ZZ and :x write it, and :q alone does not
  end)
end

---What is not touched comes back as it was, what is typed as typed.
local function text(_, field, prompt, before)
  if before == nil or before == vim.NIL then before = field.default end
  local start = before ~= nil and tostring(before) or ''
  local several = start:find('\n', 1, true) ~= nil
  local shown = pictured(start, several and IN_BUFFERS or IN_PROMPTS)
  local typed
  if several then
    typed = edit(shown, prompt)
  else
    local options = { prompt = prompt .. ': ', default = shown ~= '' and shown or nil }
    typed = async.await(function(resume) vim.ui.input(options, resume) end)
  end
  if typed == nil or typed == '' then return typed and vim.NIL end
  if typed == shown then return before end
  return shown == start and typed or unpictured(typed)
end

---A list. Where the server holds it, it can be asked for again by a part of a name.
local function list(client, field, prompt, query)
  local entries = field.type.entries or {}
  if field.type.source then
    local part = type(query) == 'string' and query or ''
    local params = { source = field.type.source, config = field.type.config, query = part }
    local problem, found = clients.request(client, 'interactive/listEnum', params)
    if problem then return nil, problem end
    entries = vim.list_extend(found, { SEARCH })
  end
  local entry = ui.pick(entries, prompt, function(item) return item.description end)
  if entry ~= SEARCH then return entry and entry.value end
  local typed = text(client, {}, 'Part of the name')
  if typed ~= nil then return list(client, field, prompt, typed) end
end

---What was meant where the hidden prompt, which takes one line, got the first of several: the rest is in the clipboard.
local function whole(line)
  local copied = vim.fn.has('clipboard') == 1 and vim.fn.getreg('+') or '' -- without a provider, getreg() says so
  local goes_on = vim.startswith(vim.trim(copied), vim.trim(line)) and copied:find('\n', 1, true)
  return goes_on and copied or line
end

---Takes a secret by a hidden prompt into the server's own command. It never crosses the wire between us.
local function secret(client, field, prompt)
  local close = function() end
  while true do
    vim.cmd.redraw()
    local asked, line = pcall(vim.fn.inputsecret, prompt .. ': ')
    close()
    if not asked or line == '' then return nil end
    local problem = clients.run(client.config, field.type.args or {}, whole(line) .. '\n')
    if not problem then return true end
    close = ui.show_beside({ problem }, true)
  end
end

---@type table<string, unify.Ask>
local KINDS = { string = text, number = text, enum = list, lazyEnum = list, secret = secret }

---Asks one question. What is wrong with the answer before, and what has several lines, stands beside it. The value is
---nil when it was left.
---@param field unify.Field
---@return any value, unify.Error? problem
local function ask(client, field, before)
  local kind, lines = KINDS[field.type.kind], vim.split(field.description, '\n')
  if not kind then
    return nil, clients.problem(('unify-ls asks for a %s: upgrade this plugin.'):format(field.type.kind))
  end
  local beside = vim.list_extend(field.error and { ui.line(field.error) } or {}, ui.take_heard())
  beside = vim.list_extend(beside, #lines > 1 and lines or {})
  local close = ui.show_beside(beside, field.error ~= nil)
  vim.cmd.redraw()
  local value, problem = kind(client, field, lines[1], before)
  close()
  return value, problem
end

---Asks a question until the server, which knows the answers before, finds nothing wrong with what was typed. Of the
---last question of a form it says so anyway.
---@return any value, unify.Error? problem
local function ask_well(client, call, answers, field, before)
  local is_typed = field.type.kind == 'string' or field.type.kind == 'number'
  while true do
    local value, problem = ask(client, field, before)
    if value == nil or not is_typed or field == call.formFields[#call.formFields] then return value, problem end
    local given = vim.list_extend({ { id = field.id, value = value } }, answers)
    local trial = { command = call.command, arguments = call.arguments, formAnswers = given }
    local failed, checked = clients.request(client, 'command/resolve', trial)
    if failed then return nil, failed end
    local same = vim.iter(checked.formFields or {}):find(function(each) return each.id == field.id end)
    if not same or not same.error then return value end
    field.error, before = same.error, value
  end
end

---Asks all that a command needs to know. Returns what workspace/executeCommand takes; nil when a question was left.
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
        asked, value, problem = true, ask_well(client, open, answers, field, value)
        if value == nil then return nil, problem end
      end
      table.insert(answers, { id = field.id, value = value })
    end
    call = { command = open.command, arguments = open.arguments, formAnswers = asked and answers or open.formAnswers }
    if not open.formFields then return call end
    if not asked then return nil, clients.problem('unify-ls has a question that it does not ask: upgrade it.') end
  end
end

return M
