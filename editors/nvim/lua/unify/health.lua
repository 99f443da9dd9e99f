-- :checkhealth unify
local async = require('unify.async')
local clients = require('unify.client')
local config = require('unify.config')
local health = vim.health

local M = {}

local LIMIT_MS = 60000

---@return boolean
local function check_program()
  local program = config.command()[1]
  local started, process = pcall(vim.system, { program, '--version' }, { text = true, timeout = 5000 })
  local ended = started and process:wait() or { code = -1, stderr = 'it was not found' }
  if ended.code == 0 then
    health.ok(('%s (%s)'):format(vim.trim(ended.stdout), program))
  else
    local advice = 'Install unify-ls, or set vim.g.unify = { cmd = { "/path/to/unify-ls" } }'
    health.error(('%s: %s'):format(program, vim.trim(ended.stderr)), advice)
  end
  return ended.code == 0
end

function M.check()
  health.start('unify')
  health.ok('Neovim ' .. tostring(vim.version()))
  local _, problems = config.read()
  vim.tbl_map(function(problem) health.warn(problem) end, problems)
  if #problems == 0 then health.ok('vim.g.unify can be read') end
  if not check_program() then return end
  local problem, report = async.block(LIMIT_MS, function()
    local client, wrong = clients.connect(clients.root())
    if not client then return wrong end
    return clients.request(client, 'workspace/executeCommand', { command = 'unify.doctor' })
  end)
  if not report then return health.error(problem and problem.message or 'unify-ls did not answer in time') end
  health.start('unify: the doctor of the server, in ' .. clients.root())
  local say = { ok = health.ok, warn = health.warn, fail = health.error }
  for _, check in ipairs(report.checks) do
    say[check.state](check.name .. ': ' .. check.detail, check.remedy)
  end
end

return M
