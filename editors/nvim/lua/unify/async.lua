-- Functions that wait without blocking: coroutines on the main loop, begun by `run` or `block`.
local M = {}

---Runs a function that may wait, or goes on with one that waited.
---@param task async fun()|thread
function M.run(task, ...)
  local routine = type(task) == 'thread' and task or coroutine.create(task)
  local ok, problem = coroutine.resume(routine, ...)
  if not ok then vim.schedule(function() error(debug.traceback(routine, problem), 0) end) end
end

---Waits until `resume` is called, and returns what it was called with: two values at most, and its first call counts.
function M.await(start)
  local routine, called = coroutine.running(), false
  start(function(first, second)
    if not called then vim.schedule(function() M.run(routine, first, second) end) end
    called = true
  end)
  return coroutine.yield()
end

---Waits until a condition holds, up to a limit.
function M.wait(limit_ms, condition)
  local deadline = vim.uv.now() + limit_ms
  while not condition() and vim.uv.now() < deadline do
    M.await(function(resume) vim.defer_fn(resume, 5) end)
  end
end

---Runs a function that may wait, and blocks for the two values it returns; nothing when that takes too long.
function M.block(limit_ms, task)
  local results
  M.run(function() results = { task() } end)
  vim.wait(limit_ms, function() return results ~= nil end, 5)
  return unpack(results or {}, 1, 2)
end

return M
