-- :checkhealth unify
local clients = require('unify.client')
local config = require('unify.config')

local M = {}

local LIMIT_MS, DOCTOR_LIMIT_MS = 10000, 60000
local health = vim.health

---@return vim.lsp.Client?
local function check_server()
  local program, root = config.command()[1], clients.root()
  local started, process = pcall(vim.system, { program, '--version' }, { text = true, timeout = LIMIT_MS })
  local ended = started and process:wait() or { code = -1, stderr = 'it was not found' }
  if ended.code ~= 0 then
    local advice = 'Install unify-ls, or set vim.g.unify = { cmd = { "/path/to/unify-ls" } }'
    return health.error(('%s: %s'):format(program, vim.trim(ended.stderr)), advice)
  end
  health.ok(('%s (%s)'):format(vim.trim(ended.stdout), program))
  local client, problem = clients.connect_sync(root, LIMIT_MS)
  if not client then return health.error(problem and problem.message or 'unify-ls did not answer in time') end
  health.ok('It runs for ' .. root .. ' and speaks the protocol of this plugin')
  return client
end

function M.check()
  health.start('unify: the plugin')
  health.ok('Neovim ' .. tostring(vim.version()))
  local _, problems = config.read()
  vim.tbl_map(health.warn, problems)
  if #problems == 0 then health.ok('vim.g.unify can be read') end
  health.start('unify: the server')
  local client = check_server()
  if not client then return end
  health.start('unify: its doctor')
  local params = { command = 'unify.doctor' }
  local report, problem = clients.request_sync(client, 'workspace/executeCommand', params, DOCTOR_LIMIT_MS)
  if not report then return health.error(problem and problem.message or 'The doctor did not answer in time') end
  local say = { ok = health.ok, warn = health.warn, fail = health.error }
  for _, check in ipairs(report.checks) do
    say[check.state](check.name .. ': ' .. check.detail, check.remedy)
  end
end

return M
