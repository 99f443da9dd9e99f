-- Functions that wait without blocking: coroutines, resumed on the main loop.
local M = {}

local function step(routine, ...)
  local ok, problem = coroutine.resume(routine, ...)
  if ok then return end
  problem = debug.traceback(routine, problem)
  vim.schedule(function() error(problem, 0) end)
end

---Runs a function that may wait.
---@param task async fun()
function M.run(task) step(coroutine.create(task)) end

---Waits until `resume` is called, and returns what it was called with. Only its first call counts.
---@async
---@param start fun(resume: fun(...: any))
function M.await(start)
  local routine, values, waiting = coroutine.running(), nil, false
  start(function(...)
    if values then return end
    values = vim.F.pack_len(...)
    if waiting then vim.schedule(function() step(routine) end) end
  end)
  if not values then
    waiting = true
    coroutine.yield()
  end
  return vim.F.unpack_len(values)
end

---@async
function M.pause(milliseconds)
  M.await(function(resume) vim.defer_fn(resume, milliseconds) end)
end

return M
