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

---Shows all lines of a question, over whatever picker comes. They stay until it is answered.
---@return fun() close
local function show_details(lines)
  local buffer, width = vim.api.nvim_create_buf(false, true), vim.fn.max(vim.tbl_map(vim.fn.strdisplaywidth, lines))
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  -- stylua: ignore
  local window = vim.api.nvim_open_win(buffer, false, {
    relative = 'editor', anchor = 'NE', row = 0, col = vim.o.columns, width = math.min(width, vim.o.columns - 4),
    height = 1, style = 'minimal', border = 'rounded', focusable = false, zindex = 250,
  })
  local function close() pcall(vim.api.nvim_buf_delete, buffer, { force = true }) end
  local height = vim.api.nvim_win_text_height(window, {}).all
  if height <= vim.o.lines - 8 then
    vim.api.nvim_win_set_height(window, height)
  else -- too many for a window: Neovim's pager shows them, page by page
    close()
    vim.api.nvim_echo({ { table.concat(lines, '\n') } }, false, {})
  end
  return close
end

---Control characters as their pictures, U+2400 to U+2421: as keys of a prompt they would be blanks, or act.
local function pictured(value)
  local function picture(character)
    return '\226\144' .. (character == '\127' and '\161' or string.char(128 + character:byte()))
  end
  local shown = value:gsub('[%z\1-\31\127]', picture)
  return shown
end

---The control characters that such pictures stand for.
local function unpictured(shown)
  local function character(last) return last == '\161' and '\127' or string.char(last:byte() - 128) end
  local value = shown:gsub('\226\144([\128-\159\161])', character)
  return value
end

---What is not touched comes back as it was, what is typed as typed.
local function text(_, field, prompt, before)
  if before == nil or before == vim.NIL then before = field.default end
  local start = before ~= nil and tostring(before) or ''
  local shown = pictured(start)
  if shown ~= start then prompt = prompt .. ' (␊ is a line break)' end
  local options = { prompt = prompt .. ': ', default = shown ~= '' and shown or nil }
  local typed = async.await(function(resume) vim.ui.input(options, resume) end)
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
  local read, copied = pcall(vim.fn.getreg, '+')
  local goes_on = read and vim.startswith(vim.trim(copied), vim.trim(line)) and copied:find('\n', 1, true)
  return goes_on and copied or line
end

---Takes a secret by a hidden prompt into the server's own command. It never crosses the wire between us.
local function secret(client, field, prompt)
  local problem
  repeat
    local question = (problem and problem .. ' ' or '') .. prompt .. ': '
    local asked, line = pcall(vim.fn.inputsecret, question)
    if not asked or line == '' then return nil end
    problem = clients.run(client.config, field.type.args or {}, whole(line) .. '\n')
  until not problem
  return true
end

---@type table<string, unify.Ask>
local KINDS = { string = text, number = text, enum = list, lazyEnum = list, secret = secret }

---Asks one question, with what is wrong with the answer before. The value is nil when it was left.
---@param field unify.Field
---@return any value, unify.Error? problem
local function ask(client, field, before)
  local kind, lines = KINDS[field.type.kind], vim.split(field.description, '\n')
  if not kind then
    return nil, clients.problem(('unify-ls asks for a %s: upgrade this plugin.'):format(field.type.kind))
  end
  local close = #lines > 1 and show_details(lines) or function() end
  vim.cmd.redraw()
  local value, problem = kind(client, field, (field.error and ui.line(field.error) .. ' ' or '') .. lines[1], before)
  close()
  return value, problem
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
        asked, value, problem = true, ask(client, field, value)
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
