-- The runs: the buffer unify://runs, which updates by itself, the word at a run's end, and the statusline.
local async = require('unify.async')
local clients = require('unify.client')
local ui = require('unify.ui')
local M = {}

local NAME, AGES_MS, COLUMNS = 'unify://runs', 20000, '%-*S  %4s  %-28.28S  %-18.18S  %S'
local HEADER = { 'STATE', 'AGE', 'FILE', 'BRANCH', 'INPUTS' }
local COLOURS = { going = 'Info', good = 'Ok', doubtful = 'Warn', bad = 'Error', neutral = 'Hint' }
local space = vim.api.nvim_create_namespace('unify-runs')
local timer = assert(vim.uv.new_timer())

---@type table<string, table>, table<string, true> the runs with the `folder` of each, and those whose end was told
local known, told, latest = {}, {}, 0

---Keeps a run. Of those that were asked for in the same second, the one that came to be known last is the newest.
local function keep(run, folder)
  latest = latest + 1
  known[run.id] = vim.tbl_extend('force', run, { folder = folder, place = (known[run.id] or { place = latest }).place })
end

---How it stands, in the server's word for people.
local function state_of(run) return ui.line(run.state or run.status or run.outcome) end

---How long ago it was asked for, in the largest unit that fits.
local function age_of(run)
  local now = os.time(os.date('!*t') --[[@as osdateparam]]) -- in UTC as if it were local, like the time of the run
  local seconds = math.max(0, now - vim.fn.strptime('%Y-%m-%dT%H:%M:%S', run.requestedAt))
  local unit = seconds < 60 and 1 or seconds < 3600 and 60 or seconds < 86400 and 3600 or 86400
  return math.floor(seconds / unit) .. ({ 's', [60] = 'm', [3600] = 'h', [86400] = 'd' })[unit]
end

---The newest first.
local function ordered()
  local runs = vim.tbl_values(known)
  table.sort(runs, function(a, b)
    if a.requestedAt == b.requestedAt then return a.place > b.place end
    return a.requestedAt > b.requestedAt
  end)
  return runs
end

---The cells of a run's line.
local function describe(run)
  local inputs, folder = {}, #clients.all() > 1 and vim.fs.basename(run.folder) .. '/' or ''
  for _, name in ipairs(run.inputNames or {}) do
    local value = run.inputs[name]
    table.insert(inputs, name .. '=' .. (type(value) == 'string' and value or '(not kept)'))
  end
  return { state_of(run), age_of(run), folder .. run.file, run.branch, table.concat(inputs, ' ') }
end

---Draws the list again. New runs stand first: theirs are the lines put before, so that each cursor stays on its run. In
---a list that was empty it is on the newest one.
local function draw()
  local buffer, runs = vim.fn.bufnr('^' .. NAME .. '$'), ordered()
  if vim.fn.bufloaded(buffer) == 0 then return timer:stop() end
  local rows, width = vim.tbl_map(describe, runs), 10
  for _, cells in ipairs(rows) do
    width = math.max(width, vim.fn.strdisplaywidth(cells[1]))
  end
  local function line_of(cells) return vim.trim(vim.fn.printf(COLUMNS, width, unpack(vim.tbl_map(ui.line, cells)))) end
  local lines = vim.tbl_map(line_of, rows)
  local before = #(vim.b[buffer].unify_runs or {})
  local added = before > 0 and #lines - before or 0
  if #lines == 0 then lines = { 'Nothing was started from this machine yet. :Unify run starts a workflow.' } end
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, 0, false, vim.list_slice(lines, 1, added))
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].modifiable, vim.bo[buffer].modified = false, false
  vim.api.nvim_buf_clear_namespace(buffer, space, 0, -1)
  for row, run in ipairs(runs) do
    local mark = { end_col = #state_of(run), hl_group = 'Diagnostic' .. (COLOURS[run.mood] or 'Hint') }
    vim.api.nvim_buf_set_extmark(buffer, space, row - 1, 0, mark)
  end
  vim.b[buffer].unify_runs = vim.tbl_map(function(run) return run.id end, runs)
  for _, window in ipairs(vim.fn.win_findbuf(buffer)) do
    vim.wo[window][0].winbar = line_of(HEADER) .. '%=g? shows the keys'
  end
end

---Reads the runs of the folder at hand and of every other with a server.
function M.refresh()
  async.run(function()
    local _, problem = clients.connect(clients.root())
    for _, client in ipairs(clients.all()) do
      local call = { command = 'unify.run.list', arguments = { { background = true } } }
      local failed, result = clients.request(client, 'workspace/executeCommand', call)
      problem = problem or failed
      vim.iter(result and result.runs or {}):rev():each(function(run) keep(run, client.config.root_dir) end)
    end
    if problem then ui.error(problem.message) end
    draw()
  end)
end

---The notification unify/runChanged.
---@param change {folder: string, run: unify.Run}
function M.changed(change)
  local run = change.run
  keep(run, change.folder:match('^file:') and vim.uri_to_fname(change.folder) or change.folder)
  draw()
  vim.cmd.redrawstatus({ bang = true })
  vim.api.nvim_exec_autocmds('User', { pattern = 'UnifyRunChanged', modeline = false, data = change })
  if not run.ended or told[run.id] or require('unify.config').get().notify == false then return end
  told[run.id] = true
  local sentence = ('%s on %s: %s %s'):format(run.file, run.branch, state_of(run), run.reason or run.error or '')
  ui.notify(vim.trim(ui.line(sentence)), run.status ~= 'SUCCEEDED' and vim.log.levels.WARN or nil)
end

---What the unfinished runs are doing; empty without any.
function M.statusline()
  local going = vim.tbl_filter(
    function(run) return not run.ended and (run.outcome == 'started' or run.outcome == 'sending') end,
    ordered()
  )
  local parts = vim.tbl_map(function(run) return ('%s %s %s'):format(run.file, state_of(run), age_of(run)) end, going)
  return (ui.line(table.concat(parts, ', ')):gsub('%%', '%%%%'))
end

local KEYS = {
  { '<CR>', 'open the run in the browser', 'unify.run.open' },
  { 'f', 'follow it', 'unify.run.follow' },
  { 'u', 'stop following it', 'unify.run.unfollow' },
  { 'r', 'run it again', 'unify.workflow.runAgain' },
  { 'e', 'run it again with other inputs', 'unify.workflow.runAgain', { edit = true } },
  { 'K', 'show what it left behind', 'unify.run.details' },
  { 'D', 'take it off this list', 'unify.run.forget' },
  { 'R', 'read the list again', M.refresh },
  { 'q', 'close the list', function() pcall(vim.api.nvim_win_close, 0, false) end },
  { 'g?', 'show these keys', function() M.help() end },
}

function M.help()
  ui.show_lines(vim.tbl_map(function(key) return ('%-4s  %s'):format(key[1], key[2]) end, KEYS))
end

local function press(key)
  if type(key[3]) == 'function' then return key[3]() end
  local run = known[(vim.b.unify_runs or {})[vim.fn.line('.')]]
  if not run then return ui.notify('There is no run on this line.') end
  local argument = vim.tbl_extend('force', key[4] or {}, { id = run.id })
  local call, execute = { command = key[3], arguments = { argument } }, require('unify.commands').execute
  if key[3] ~= 'unify.run.forget' then return execute(call, run.folder) end
  execute(call, run.folder, function(problem)
    if problem then return ui.error(problem.message) end
    known[run.id] = nil
    draw()
  end)
end

---Makes a buffer the list of runs.
function M.fill(buffer)
  vim.bo[buffer].buftype, vim.bo[buffer].swapfile, vim.bo[buffer].filetype = 'nofile', false, 'unify-runs'
  vim.wo[0][0].wrap, vim.wo[0][0].cursorline = false, true
  for _, key in ipairs(KEYS) do
    vim.keymap.set('n', key[1], function() press(key) end, { buffer = buffer, nowait = true, desc = key[2] })
  end
  timer:start(AGES_MS, AGES_MS, vim.schedule_wrap(draw))
  draw()
  M.refresh()
end

---Shows the list, in its window if it has one.
function M.open()
  local window = vim.fn.bufwinid('^' .. NAME .. '$')
  if window == -1 then return vim.cmd('botright 12split ' .. NAME) end
  vim.api.nvim_set_current_win(window)
  M.refresh()
end

return M
