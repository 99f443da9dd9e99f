-- Functions that wait without blocking: coroutines, resumed on the main loop.
local M = {}

---Runs a function that may wait, or goes on with one that waited.
---@param task async fun()|thread
function M.run(task, ...)
  local routine = type(task) == 'thread' and task or coroutine.create(task)
  local ok, problem = coroutine.resume(routine, ...)
  if not ok then vim.schedule(function() error(debug.traceback(routine, problem), 0) end) end
end

---Waits until `resume` is called, and returns what it was called with. Only its first call counts.
---@async
---@param start fun(resume: fun(...: any))
function M.await(start)
  local routine, values = coroutine.running(), nil
  start(function(...)
    if values then return end
    values = vim.F.pack_len(...)
    vim.schedule(function() M.run(routine, vim.F.unpack_len(values)) end)
  end)
  return coroutine.yield()
end

---@async
function M.pause(milliseconds)
  M.await(function(resume) vim.defer_fn(resume, milliseconds) end)
end

---Runs a function that may wait, and blocks for what it returns; nothing when that takes too long.
---@param task async fun(): ...
function M.block(limit_ms, task)
  local results
  M.run(function() results = vim.F.pack_len(task()) end)
  vim.wait(limit_ms, function() return results ~= nil end, 5)
  if results then return vim.F.unpack_len(results) end
end

return M
