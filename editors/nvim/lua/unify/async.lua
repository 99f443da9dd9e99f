-- Functions that wait without blocking: coroutines, resumed on the main loop.
local M = {}

---Runs a function that may wait, or goes on with one that waited.
---@param task async fun()|thread
function M.run(task, ...)
  local routine = type(task) == 'thread' and task or coroutine.create(task)
  local ok, problem = coroutine.resume(routine, ...)
  if not ok then vim.schedule(function() error(debug.traceback(routine, problem), 0) end) end
end

---Waits until `resume` is called, and returns what it was called with: two values at most, and its first call counts.
---@async
---@param start fun(resume: fun(first?: any, second?: any))
function M.await(start)
  local routine, called = coroutine.running(), false
  start(function(first, second)
    if not called then vim.schedule(function() M.run(routine, first, second) end) end
    called = true
  end)
  return coroutine.yield()
end

---Waits until a condition holds, but not for ever.
---@async
function M.wait(limit_ms, condition)
  local deadline = vim.uv.now() + limit_ms
  while not condition() and vim.uv.now() < deadline do
    M.await(function(resume) vim.defer_fn(resume, 5) end)
  end
end

---Runs a function that may wait, and blocks for the two values it returns; nothing when that takes too long.
function M.block(limit_ms, task)
  local ended, first, second = false, nil, nil
  M.run(function()
    first, second = task()
    ended = true
  end)
  vim.wait(limit_ms, function() return ended end, 5)
  return first, second
end

return M
