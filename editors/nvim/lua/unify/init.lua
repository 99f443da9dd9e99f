-- What other plugins and a person's configuration may call. Loads the rest only when it is needed.
local M = {}

---Sets vim.g.unify; a table there does the same, and neither is needed.
---@param settings? unify.Config
function M.setup(settings) vim.g.unify = vim.tbl_extend('force', vim.g.unify or {}, settings or {}) end

---Executes a command of the server (see PROTOCOL.md) in the folder of the current buffer, asking what is missing.
---With `done` it says nothing itself: `done` gets the error or the result; {outcome = 'cancelled'} is one.
---@param command string
---@param argument? table
---@param done? fun(problem: unify.Error?, result: any)
function M.execute(command, argument, done)
  require('unify.commands').execute({ command = command, arguments = { argument or vim.empty_dict() } }, nil, done)
end

---Runs a workflow, asking what is missing.
---@param argument? {folder?: string, file?: string, branch?: string, inputs?: table<string, any>, dryRun?: boolean}
---@param done? fun(problem: unify.Error?, result: any)
function M.run(argument, done) M.execute('unify.workflow.run', argument, done) end

---What the unfinished runs are doing, for a statusline that evaluates it; empty without any.
---@return string
function M.statusline()
  local runs = package.loaded['unify.runs']
  return runs and runs.statusline() or ''
end

return M
