-- The server as Neovim's client: one for each folder, started when first needed, shared with vim.lsp.enable.
local async = require('unify.async')
local config = require('unify.config')
local ui = require('unify.ui')
local M = {}

local NAME, PROTOCOL, LIMIT_MS, PROGRAM_LIMIT_MS = 'unify_ls', 1, 10000, 60000
local newer = vim.fn.has('nvim-0.11') == 1

---@alias unify.Error {message: string, data?: {kind: string, remedy?: lsp.Command, [string]: any}} see PROTOCOL.md

---@type table<fun(problem: unify.Error), integer> who waits for an answer of which client
local waiting = {}

function M.problem(message) return { message = message, data = { kind = 'client' } } end

---Why this client cannot be used, if it cannot: the two sides speak different numbers.
local function mismatch(client)
  local theirs = vim.tbl_get(client.server_capabilities, 'experimental', 'unify', 'protocol')
  if type(theirs) ~= 'number' then return 'vim.g.unify.cmd starts something that is not unify-ls: correct it.' end
  local sentence = 'unify-ls speaks protocol %d and this plugin %d: upgrade %s, then :Unify restart.'
  return theirs ~= PROTOCOL and sentence:format(theirs, PROTOCOL, theirs > PROTOCOL and 'this plugin' or 'unify-ls')
end

---Lets code lenses, code actions and whoever else executes our commands go through our forms.
local function on_init(client)
  local function perform(command) require('unify.commands').execute(command, client.config.root_dir) end
  for _, name in ipairs(vim.tbl_get(client.server_capabilities, 'executeCommandProvider', 'commands') or {}) do
    client.commands[name] = client.commands[name] or perform
  end
end

---Neovim never calls back for the requests to a server that ended: they are answered here.
local function on_exit(code, signal, id)
  local sentence = 'unify-ls ended (code %d, signal %d) before it answered. :Unify runs shows what was started.'
  for settle, owner in pairs(waiting) do
    if owner == id then settle(M.problem(sentence:format(code, signal))) end
  end
end

---Opens web pages without waiting for the opener; Neovim ends it after 2 s. Without one the server shows the address.
local function show_document(problem, params, context)
  if params.external then return { success = vim.ui.open(params.uri) ~= nil } end
  return vim.lsp.handlers['window/showDocument'](problem, params, context)
end

---The client's configuration; lsp/unify_ls.lua hands it to vim.lsp.enable.
function M.config()
  local capabilities = vim.lsp.protocol.make_client_capabilities()
  capabilities.experimental = {
    interactiveResolve = { inputTypes = { 'string', 'number', 'enum', 'lazyEnum', 'secret' } },
    unify = { protocol = PROTOCOL, runEvents = true, gists = true },
  }
  return {
    name = NAME,
    cmd = config.command(),
    filetypes = { 'yaml' },
    root_dir = function(buffer, found)
      if M.is_ours(vim.api.nvim_buf_get_name(buffer)) then found(M.root(buffer)) end
    end,
    capabilities = capabilities,
    settings = { unify = config.folder_settings() },
    handlers = {
      ['unify/runChanged'] = function(_, change) require('unify.runs').changed(change) end,
      ['window/showMessage'] = function(_, params) ui.hear(params.message, 5 - params.type) end, -- they count down
      ['window/showDocument'] = show_document,
    },
    on_init = on_init,
    on_exit = on_exit,
  }
end

---Whether a file is one of Unify by its place; the server says nothing of one that is not.
function M.is_ours(name)
  for _, place in ipairs({ '/%.cloudbees/.+%.ya?ml$', '/action%.ya?ml$', '%.unify%-run%.yaml$' }) do
    if name:match(place) then return true end
  end
  return false
end

---The folder that a buffer belongs to; the working directory's for one without a file.
---@param buffer? integer
function M.root(buffer) return vim.fs.root(buffer or 0, { '.cloudbees', '.git' }) or vim.fn.getcwd() end

---The running servers.
---@return vim.lsp.Client[]
function M.all()
  return vim.tbl_filter(function(client) return not client.rpc.is_closing() end, vim.lsp.get_clients({ name = NAME }))
end

---Runs the server's own command to its end, with arguments added and text on its stdin.
---@param settings {cmd: string[], cmd_env?: table, cmd_cwd?: string}
---@return string? problem its last words, unless it went well
function M.run(settings, arguments, stdin)
  local command = vim.list_extend(vim.list_slice(settings.cmd), arguments)
  local options = { text = true, timeout = PROGRAM_LIMIT_MS, stdin = stdin, env = settings.cmd_env }
  options.cwd = settings.cmd_cwd
  local ended = async.await(function(resume)
    local started, problem = pcall(vim.system, command, options, resume)
    if not started then resume({ code = -1, stderr = problem }) end
  end)
  if ended.code == 0 then return nil end
  local words = vim.trim(ended.stderr or ''):match('[^\n]+$') or 'It ended with ' .. ended.code .. '.'
  return ui.line(words:gsub('^unify%-ls: ', ''))
end

---Why a program cannot be the server: it is not there.
---@return string?
function M.missing(program)
  if vim.fn.executable(program) == 1 then return nil end
  if not config.get().cmd then return 'unify-ls was not found: put it on the PATH, or build it by :Unify build.' end
  return ('%s was not found. Correct `cmd` in vim.g.unify, or remove it.'):format(program)
end

---Starts the server of a folder. Returns its client, or why there is none.
local function launch(root)
  if newer then vim.lsp.config(NAME, {}) end -- has lsp/unify_ls.lua read again, so that changed settings count
  local settings = newer and vim.lsp.config[NAME] or M.config()
  settings = vim.tbl_extend('force', settings, { root_dir = root, cmd_cwd = settings.cmd_cwd or root })
  if type(settings.cmd) ~= 'table' then
    return nil, 'The cmd of unify_ls must be a list: the hidden prompt for a token starts the same program.'
  end
  local missing = M.missing(settings.cmd[1])
  if missing then return nil, missing end
  local _, id = pcall(newer and vim.lsp.start or vim.lsp.start_client, settings, { attach = false })
  return vim.lsp.get_client_by_id(id), 'unify-ls could not be started. See :checkhealth unify.'
end

---The ready server of a folder, started if need be.
---@return vim.lsp.Client?, unify.Error?
function M.connect(root)
  local client, wrong = vim.iter(M.all()):find(function(client) return client.config.root_dir == root end), nil
  if not client then
    client, wrong = launch(root)
  end
  if client then
    async.wait(LIMIT_MS, function() return client.initialized or client.rpc.is_closing() end)
    wrong = client.initialized and mismatch(client)
    if client.initialized and not wrong then return client end
  end
  return nil, M.problem(wrong or 'The server did not start. ' .. (M.run(client.config, {}) or 'See its log.'))
end

---@param client vim.lsp.Client
---@return unify.Error? problem, any result
function M.request(client, method, params)
  return async.await(function(resume)
    local function settle(...)
      waiting[settle] = nil
      resume(...)
    end
    waiting[settle] = client.id
    local sent = client.rpc.request(method, params, settle)
    if not sent then settle(M.problem('unify-ls is not running any more. The next :Unify starts it again.')) end
  end)
end

---Neovim 0.10 inserts a completion of several lines as one.
local function break_lines()
  local word = vim.v.completed_item.word or ''
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local lines, before = vim.split(word, '\n'), vim.api.nvim_get_current_line():sub(1, column):gsub('%z', '\n')
  if #lines == 1 or not vim.endswith(before, word) or not M.is_ours(vim.api.nvim_buf_get_name(0)) then return end
  vim.api.nvim_buf_set_text(0, row - 1, column - #word, row - 1, column, lines)
  vim.api.nvim_win_set_cursor(0, { row + #lines - 1, #lines[#lines] })
end

if not newer then vim.api.nvim_create_autocmd('CompleteDone', { callback = break_lines }) end

---Attaches the server to a workflow file that was opened; quiet where there is no server.
function M.attach_to(buffer)
  if config.get().attach == false or vim.fn.executable(config.command()[1]) == 0 then return end
  async.run(function()
    local client = M.connect(M.root(buffer))
    if client and vim.api.nvim_buf_is_loaded(buffer) then vim.lsp.buf_attach_client(buffer, client.id) end
  end)
end

---Ends all servers and starts them again with the settings as they are now.
function M.restart()
  if #M.all() == 0 then return ui.notify('No unify-ls is running. The next :Unify starts it.') end
  for _, client in ipairs(M.all()) do
    local root, buffers = client.config.root_dir, vim.tbl_keys(client.attached_buffers)
    client.rpc.request('shutdown', nil, function() client.rpc.notify('exit') end)
    async.wait(LIMIT_MS, client.rpc.is_closing)
    client.rpc.terminate()
    local successor, problem = M.connect(root)
    if not successor then return ui.error(problem.message) end
    vim.tbl_map(function(buffer) vim.lsp.buf_attach_client(buffer, successor.id) end, buffers)
    ui.notify('unify-ls runs in ' .. root)
  end
end

return M
