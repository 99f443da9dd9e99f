-- The server as Neovim's client: one for each folder, started when first needed, shared with vim.lsp.enable.
local async = require('unify.async')
local config = require('unify.config')
local ui = require('unify.ui')

local M = {}

local NAME, PROTOCOL, START_LIMIT_MS = 'unify_ls', 1, 10000
local LEVELS = { 'ERROR', 'WARN', 'INFO', 'DEBUG' }
local newer = vim.fn.has('nvim-0.11') == 1

---@class unify.Error a JSON-RPC error
---@field message string
---@field data? {kind: string, retryable?: boolean, remedy?: lsp.Command, missing?: string[], platformMessage?: string}

---Who waits for an answer of a client that runs.
---@type table<integer, table<fun(problem: unify.Error), true>>
local waiting = {}

---@return unify.Error
function M.problem(message) return { message = message, data = { kind = 'client' } } end

---Why this client cannot be used, if it cannot: the two sides speak different numbers.
---@return string?
local function mismatch(client)
  local theirs = vim.tbl_get(client.server_capabilities, 'experimental', 'unify', 'protocol')
  if theirs == PROTOCOL then return nil end
  if type(theirs) ~= 'number' then return 'vim.g.unify.cmd starts something that is not unify-ls: correct it.' end
  local sentence = 'unify-ls speaks protocol %d and this plugin %d: upgrade %s, then :Unify restart.'
  return sentence:format(theirs, PROTOCOL, theirs > PROTOCOL and 'this plugin' or 'unify-ls')
end

---Lets code lenses, code actions and whoever else executes our commands go through our forms.
local function on_init(client)
  local function perform(command)
    local given = { command = command.command, arguments = command.arguments }
    async.run(function() require('unify.commands').perform(client, given) end)
  end
  for _, name in ipairs(vim.tbl_get(client.server_capabilities, 'executeCommandProvider', 'commands') or {}) do
    client.commands[name] = client.commands[name] or perform
  end
end

---Neovim says that a server ended, but never calls back for the requests to it: they are answered here.
local function on_exit(code, signal, id)
  vim.schedule(function()
    local message = 'unify-ls ended (code %d, signal %d) before it answered. The next :Unify starts it again; '
    local problem = M.problem(message:format(code, signal) .. ':Unify runs shows what was started.')
    local left = vim.tbl_keys(waiting[id] or {})
    waiting[id] = nil
    vim.tbl_map(function(settle) settle(problem) end, left)
  end)
end

---Opens web pages without waiting for the opener. Where that fails the address is shown: by the server when the answer
---is false, by us when the opener fails later.
local function show_document(problem, params, context)
  if not params.external then return vim.lsp.handlers['window/showDocument'](problem, params, context) end
  local ok, opener = pcall(vim.ui.open, params.uri:match('^https?://.*'))
  if not (ok and opener) then return { success = false } end
  vim.defer_fn(function()
    local failed = opener:is_closing() and opener:wait(0).code ~= 0
    if failed then ui.notify('No browser could be opened. The address is ' .. ui.line(params.uri)) end
  end, 2000)
  return { success = true }
end

---The client's configuration; lsp/unify_ls.lua hands it to vim.lsp.enable.
function M.config()
  local capabilities = vim.lsp.protocol.make_client_capabilities()
  capabilities.experimental = {
    interactiveResolve = { inputTypes = { 'string', 'number', 'enum', 'lazyEnum', 'secret' } },
    unify = { protocol = PROTOCOL, runEvents = true },
  }
  return {
    name = NAME,
    cmd = config.command(),
    filetypes = { 'yaml' },
    root_dir = function(buffer, found)
      local workflow = vim.api.nvim_buf_get_name(buffer):match('/%.cloudbees/workflows/[^/]+%.ya?ml$')
      if workflow then found(M.root(buffer)) end
    end,
    capabilities = capabilities,
    settings = { unify = config.folder_settings() },
    handlers = {
      ['unify/runChanged'] = function(_, change) require('unify.runs').changed(change) end,
      ['window/showMessage'] = function(_, params) ui.notify(params.message, LEVELS[params.type]) end,
      ['window/showDocument'] = show_document,
    },
    on_init = on_init,
    on_exit = on_exit,
  }
end

---The folder that a buffer belongs to; the working directory's for one without a file.
---@param buffer? integer
---@return string
function M.root(buffer)
  local name, here = vim.api.nvim_buf_get_name(buffer or 0), vim.fn.getcwd()
  local place = vim.bo[buffer or 0].buftype == '' and name:match('^/') and name or here
  return vim.fs.root(place, '.cloudbees') or vim.fs.root(place, '.git') or here
end

---The running servers.
---@return vim.lsp.Client[]
function M.all()
  return vim.tbl_filter(function(client) return not client.rpc.is_closing() end, vim.lsp.get_clients({ name = NAME }))
end

---@return integer? id, string? problem
local function launch(root)
  if newer then vim.lsp.config(NAME, {}) end -- has lsp/unify_ls.lua read anew, so that changed settings count
  local settings = vim.deepcopy(newer and vim.lsp.config[NAME] or M.config())
  settings.root_dir, settings.cmd_cwd = root, settings.cmd_cwd or root
  local missing = '%s was not found. Install unify-ls, or set vim.g.unify = { cmd = { "/path/to/unify-ls" } }; '
    .. 'then see :checkhealth unify.'
  if vim.fn.executable(settings.cmd[1]) == 0 then return nil, missing:format(settings.cmd[1]) end
  local ok, id = pcall(newer and vim.lsp.start or vim.lsp.start_client, settings, { attach = false })
  if ok and id then return id end
  return nil, ('unify-ls could not be started: %s. See :checkhealth unify.'):format(ok and 'it ended' or id)
end

---The ready server of a folder, started if need be.
---@async
---@return vim.lsp.Client?, unify.Error?
function M.connect(root)
  local client = vim.tbl_filter(function(client) return client.config.root_dir == root end, M.all())[1]
  local id, wrong = client and client.id, nil
  if not id then
    id, wrong = launch(root)
  end
  local deadline = vim.uv.now() + START_LIMIT_MS
  while not wrong and vim.uv.now() < deadline do
    client = vim.lsp.get_client_by_id(id)
    if not client or client.rpc.is_closing() then break end
    wrong = client.initialized and mismatch(client)
    if client.initialized and not wrong then return client end
    async.pause(5)
  end
  local log = require('vim.lsp.log').get_filename()
  wrong = wrong or ('unify-ls did not start; its last words are in %s. See :checkhealth unify.'):format(log)
  return nil, M.problem(wrong)
end

---@async
---@param client vim.lsp.Client
---@return unify.Error? problem, any result
function M.request(client, method, params)
  waiting[client.id] = waiting[client.id] or {}
  return async.await(function(resume)
    local function settle(...)
      (waiting[client.id] or {})[settle] = nil
      resume(...)
    end
    waiting[client.id][settle] = true
    local sent = client.rpc.request(method, params, settle)
    if not sent then settle(M.problem('unify-ls is not running any more. The next :Unify starts it again.')) end
  end)
end

---Attaches the server to a workflow file that was opened; quiet where there is no server.
function M.attach_to(buffer)
  if config.get().attach == false or vim.fn.executable(config.command()[1]) == 0 then return end
  async.run(function()
    local client = M.connect(M.root(buffer))
    if client and vim.api.nvim_buf_is_loaded(buffer) then vim.lsp.buf_attach_client(buffer, client.id) end
  end)
end

---Ends all servers and starts them again with the settings as they are now.
---@async
function M.restart()
  local roots, buffers, deadline = { [M.root()] = true }, {}, vim.uv.now() + START_LIMIT_MS
  for _, client in ipairs(M.all()) do
    roots[client.config.root_dir] = true
    vim.list_extend(buffers, vim.lsp.get_buffers_by_client_id(client.id))
    client.rpc.request('shutdown', nil, function() client.rpc.notify('exit') end)
  end
  while #M.all() > 0 and vim.uv.now() < deadline do
    async.pause(10)
  end
  for root in pairs(roots) do
    local client, problem = M.connect(root)
    ui.notify(client and 'unify-ls runs in ' .. root or problem.message)
  end
  vim.tbl_map(M.attach_to, buffers)
end

return M
