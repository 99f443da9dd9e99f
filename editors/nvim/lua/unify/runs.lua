-- The runs: the buffer unify://runs, which updates by itself, the word at a run's end, and the statusline.
local async = require('unify.async')
local clients = require('unify.client')
local ui = require('unify.ui')

local M = {}

local NAME, AGES_MS, WIDEST = 'unify://runs', 20000, 40
local space = vim.api.nvim_create_namespace('unify-runs')

---@class unify.Run what the server tells of a run, and the `folder` it was started in
---@field [string] any

---@type table<string, unify.Run>
local known = {}
local timer ---@type uv.uv_timer_t?

---@return string word, string highlight
local function state_of(run)
  if run.outcome ~= 'started' then return run.outcome, 'DiagnosticWarn' end
  if not run.ended then return run.status or run.outcome, 'DiagnosticInfo' end
  return run.status or 'ended', run.status == 'SUCCEEDED' and 'DiagnosticOk' or 'DiagnosticError'
end

---The largest unit that fits of the time since.
local function age_of(run)
  local time = vim.tbl_map(tonumber, { run.requestedAt:match('(%d+)-(%d+)-(%d+)T(%d+):(%d+):(%d+)') })
  if #time < 6 then return '' end
  local fields = { year = time[1], month = time[2], day = time[3], hour = time[4], min = time[5], sec = time[6] }
  local now = os.date('!*t') --[[@as osdateparam]]
  now.isdst, fields.isdst = false, false -- both in UTC, so what the local zone makes of them cancels out
  local seconds = math.max(0, os.difftime(os.time(now), os.time(fields)))
  for _, unit in ipairs({ { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' } }) do
    if seconds >= unit[1] then return math.floor(seconds / unit[1]) .. unit[2] end
  end
  return seconds .. 's'
end

---The newest first.
---@return unify.Run[]
local function ordered()
  local runs = vim.tbl_values(known)
  table.sort(runs, function(a, b) return a.requestedAt .. a.id > b.requestedAt .. b.id end)
  return runs
end

---@return string[] cells state, age, file, branch, inputs
local function row_of(run)
  local inputs = {}
  for name, value in vim.spairs(run.inputs or {}) do
    table.insert(inputs, name .. '=' .. value)
  end
  local file = #clients.all() > 1 and vim.fs.basename(run.folder) .. '/' .. run.file or run.file
  return vim.tbl_map(ui.line, { (state_of(run)), age_of(run), file, run.branch, table.concat(inputs, ' ') })
end

---@param runs unify.Run[]
---@return string[] lines
local function table_of(runs)
  local rows, widths = { { 'STATE', 'AGE', 'FILE', 'BRANCH', 'INPUTS' } }, {}
  vim.list_extend(rows, vim.tbl_map(row_of, runs))
  for _, row in ipairs(rows) do
    for column, cell in ipairs(row) do
      if vim.fn.strcharlen(cell) > WIDEST and column < #row then
        row[column] = vim.fn.strcharpart(cell, 0, WIDEST) .. '…'
      end
      widths[column] = math.max(widths[column] or 0, vim.fn.strdisplaywidth(row[column]))
    end
  end
  return vim.tbl_map(function(row)
    for column = 1, #row - 1 do
      row[column] = row[column] .. (' '):rep(widths[column] - vim.fn.strdisplaywidth(row[column]))
    end
    return vim.trim(table.concat(row, '  '))
  end, rows)
end

---@return integer buffer the list's; -1 when there is none
local function list_buffer()
  local function is_list(buffer) return vim.api.nvim_buf_get_name(buffer) == NAME and vim.api.nvim_buf_is_loaded(buffer) end
  return vim.tbl_filter(is_list, vim.api.nvim_list_bufs())[1] or -1
end

---Draws the list anew; each cursor stays on its run.
local function draw()
  local buffer, runs = list_buffer(), ordered()
  if buffer == -1 then return end
  local lines, shown, ids = table_of(runs), vim.b[buffer].unify_runs or {}, {}
  if #runs == 0 then lines[2] = 'Nothing was started from this machine yet. :Unify run starts a workflow.' end
  local cursors = {}
  for _, window in ipairs(vim.fn.win_findbuf(buffer)) do
    cursors[window] = shown[vim.api.nvim_win_get_cursor(window)[1] - 1]
  end
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].modifiable, vim.bo[buffer].modified = false, false
  local keys = { virt_text = { { 'g? shows the keys', 'Comment' } }, end_col = #lines[1], hl_group = 'Title' }
  vim.api.nvim_buf_clear_namespace(buffer, space, 0, -1)
  vim.api.nvim_buf_set_extmark(buffer, space, 0, 0, keys)
  for row, run in ipairs(runs) do
    local word, highlight = state_of(run)
    vim.api.nvim_buf_set_extmark(buffer, space, row, 0, { end_col = #ui.line(word), hl_group = highlight })
    ids[row] = run.id
    for window, id in pairs(cursors) do
      if id == run.id then vim.api.nvim_win_set_cursor(window, { row + 1, 0 }) end
    end
  end
  vim.b[buffer].unify_runs = ids
end

---Reads the runs of every folder with a server, and of the folder at hand.
function M.refresh()
  async.run(function()
    local _, problem = clients.connect(clients.root())
    for _, client in ipairs(clients.all()) do
      local failed, result = clients.request(client, 'workspace/executeCommand', { command = 'unify.run.list' })
      problem = problem or failed
      for _, run in ipairs(result and result.runs or {}) do
        known[run.id] = vim.tbl_extend('force', run, { folder = client.config.root_dir })
      end
    end
    if problem then ui.complain(problem.message) end
    draw()
  end)
end

---The notification unify/runChanged.
---@param change {folder: string, run: unify.Run}
function M.changed(change)
  local run, before = change.run, known[change.run.id]
  run.folder = change.folder:match('^file:') and vim.uri_to_fname(change.folder) or change.folder
  known[run.id] = run
  draw()
  vim.cmd.redrawstatus({ bang = true })
  vim.api.nvim_exec_autocmds('User', { pattern = 'UnifyRunChanged', modeline = false, data = change })
  if not run.ended or (before and before.ended) or require('unify.config').get().notify == false then return end
  local state, good = state_of(run), run.status == 'SUCCEEDED'
  local lines = { ('%s on %s: %s'):format(run.file, run.branch, state) }
  vim.list_extend(lines, { run.error or run.runUrl, run.error and run.runUrl })
  ui.notify(table.concat(vim.tbl_map(ui.line, lines), '\n'), vim.log.levels[good and 'INFO' or 'WARN'])
end

---What the unfinished runs are doing; empty without any.
---@return string
function M.statusline()
  local parts = {}
  for _, run in ipairs(ordered()) do
    local going = not run.ended and (run.outcome == 'started' or run.outcome == 'sending')
    if going then table.insert(parts, table.concat({ run.file, (state_of(run)), age_of(run) }, ' ')) end
  end
  return (ui.line(table.concat(parts, ', ')):gsub('%%', '%%%%'))
end

---@type {[1]: string, [2]: string, [3]: string|fun(), [4]: table?}[]
local KEYS = {
  { '<CR>', 'open the run in the browser', 'unify.run.open' },
  { 'f', 'follow it', 'unify.run.follow' },
  { 'u', 'stop following it', 'unify.run.unfollow' },
  { 'r', 'run it again', 'unify.workflow.runAgain' },
  { 'e', 'run it again with other inputs', 'unify.workflow.runAgain', { edit = true } },
  { 'K', 'show what it left behind', 'unify.run.details' },
  { 'R', 'read the list anew', M.refresh },
  { 'q', 'close the list', function() pcall(vim.api.nvim_win_close, 0, false) end },
}

local function press(key)
  if type(key[3]) == 'function' then return key[3]() end
  local id = (vim.b.unify_runs or {})[vim.fn.line('.') - 1]
  if not id then return ui.notify('There is no run on this line.') end
  async.run(function()
    local client, problem = clients.connect(known[id].folder)
    if not client then return ui.complain(problem.message) end
    local argument = vim.tbl_extend('force', key[4] or {}, { id = id })
    require('unify.commands').perform(client, { command = key[3], arguments = { argument } })
  end)
end

local function help()
  local lines = vim.tbl_map(function(key) return ('%-4s  %s'):format(key[1], key[2]) end, KEYS)
  vim.api.nvim_echo({ { table.concat(lines, '\n') } }, false, {})
end

---Makes a buffer the list of runs.
function M.fill(buffer)
  vim.bo[buffer].buftype, vim.bo[buffer].swapfile, vim.bo[buffer].filetype = 'nofile', false, 'unify-runs'
  vim.opt_local.wrap, vim.opt_local.cursorline = false, true
  for _, key in ipairs(KEYS) do
    vim.keymap.set('n', key[1], function() press(key) end, { buffer = buffer, nowait = true, desc = key[2] })
  end
  vim.keymap.set('n', 'g?', help, { buffer = buffer, desc = 'show these keys' })
  timer = timer or assert(vim.uv.new_timer())
  timer:start(AGES_MS, AGES_MS, vim.schedule_wrap(function() return vim.fn.bufwinid(list_buffer()) > 0 and draw() end))
  draw()
  M.refresh()
end

---Shows the list, in its window if it has one.
function M.open()
  local window = vim.fn.bufwinid(list_buffer())
  if window == -1 then return vim.cmd('botright 12split ' .. NAME) end
  vim.api.nvim_set_current_win(window)
  M.refresh()
end

return M
