-- :checkhealth unify
local async = require('unify.async')
local clients = require('unify.client')
local config = require('unify.config')
local health = vim.health
local M = {}

local LIMIT_MS = 60000

---What a build needs and is not here; the rest, the libraries, the build itself looks for.
local function check_tools()
  for _, tool in ipairs({ 'git', 'cmake', 'ninja', 'pkg-config' }) do
    local missing = tool .. ' is missing, which :Unify build needs. On Debian it installs what it needs itself.'
    if vim.fn.executable(tool) == 0 then health.warn(missing) end
  end
end

function M.check()
  health.start('unify')
  health.ok('Neovim ' .. tostring(vim.version()))
  local command = config.command()
  local missing = clients.missing(command[1])
  if missing then
    health.error(missing)
    return check_tools()
  end
  health.info('The server is ' .. table.concat(command, ' '))
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
