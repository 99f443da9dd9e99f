-- Sentences, lists and windows for people.
local async = require('unify.async')
local M = {}

local LOOK_MS, HELD_MS, space = 60, 3000, vim.api.nvim_create_namespace('unify-ui')

---One line, in which nothing acts on the screen: what cannot be seen is shown the way Neovim shows it.
function M.line(value) return vim.fn.strtrans((tostring(value):gsub('\n', '\\n'))) end

---What comes unasked, such as the end of a run.
---@param level? integer one of vim.log.levels
function M.notify(message, level) vim.notify(message, level or vim.log.levels.INFO, { title = 'Unify' }) end

---Whether a sentence can be shown without asking for Enter.
function M.fits(message) return vim.fn.strdisplaywidth(message) <= vim.v.echospace end

local preview, busy, heard = -1, 0, {}

---Shows a sentence. One that does not fit on the line of messages, and would have to be confirmed with Enter, is shown
---at the cursor until that moves.
local function show(message, level)
  if M.fits(message) then return M.notify(message, level) end
  local buffer
  buffer, preview = vim.lsp.util.open_floating_preview({ message }, 'text', { border = 'rounded' })
  if level ~= vim.log.levels.ERROR then return end
  vim.api.nvim_buf_set_extmark(buffer, space, 0, 0, { end_col = #message, hl_group = 'DiagnosticError' })
end

---What was told and not shown yet, as lines.
---@return string[]
function M.take_heard()
  local lines = {}
  for _, item in ipairs(heard) do
    vim.list_extend(lines, vim.split(item[1], '\n'))
  end
  heard = {}
  return lines
end

local function show_heard()
  local level = heard[1] and heard[1][2]
  local lines = M.take_heard()
  if #lines > 0 then show(table.concat(lines, ' '), level) end
end

---Tells what came of a command. During one it waits for the next question, beside which it is shown, or for the end,
---but not for long: some pickers never say that they were left.
---@param level? integer
function M.tell(message, level)
  if busy == 0 then return show(message, level) end
  table.insert(heard, { message, level })
  vim.defer_fn(show_heard, HELD_MS)
end

function M.error(message) M.tell(message, vim.log.levels.ERROR) end

---What the server says, which may come unasked.
function M.hear(message, level) (busy == 0 and M.notify or M.tell)(message, level) end

---Runs a command, in the course of which something may be told.
function M.listening(task, ...)
  busy = busy + 1
  local results = { pcall(task, ...) }
  busy = busy - 1
  show_heard()
  if not results[1] then error(results[2], 0) end
  return unpack(results, 2)
end

---Where the other windows that float are, borders included; not those behind all the others.
local function taken(own)
  local boxes = {}
  for _, window in ipairs(vim.api.nvim_tabpage_list_wins(0)) do
    local width, height = vim.api.nvim_win_get_width(window), vim.api.nvim_win_get_height(window)
    local config, row, column = vim.api.nvim_win_get_config(window), unpack(vim.api.nvim_win_get_position(window))
    local floats = window ~= own and config.relative ~= ''
    local edges = config.border and config.border ~= 'none' and 2 or 0
    if floats and (width < vim.o.columns or height < vim.o.lines - 2) then
      table.insert(boxes, { row, column, row + height + edges, column + width + edges })
    end
  end
  return boxes
end

---How many cells of a place are taken.
local function covered(place, boxes)
  local cells = 0
  for _, box in ipairs(boxes) do
    local high = math.min(place.row + place.height + place.edges, box[3]) - math.max(place.row, box[1])
    local wide = math.min(place.col + place.width + place.edges, box[4]) - math.max(place.col, box[2])
    cells = cells + math.max(0, high) * math.max(0, wide)
  end
  return cells
end

---Moves a window with some lines to where it covers no other that floats: into a corner, or as a band along the screen.
---Where there is no such place it lies below them. It stays where it is as long as that is free.
local function settle(window, lines, place)
  local boxes, buffer = taken(window), vim.api.nvim_win_get_buf(window)
  if place and covered(place, boxes) == 0 then return place end
  local best, least
  for edges, text in pairs({ [2] = lines, [0] = { table.concat(lines, '  ·  ') } }) do
    vim.api.nvim_buf_set_lines(buffer, 0, -1, false, text)
    local width = math.min(vim.fn.max(vim.tbl_map(vim.fn.strdisplaywidth, text)), vim.o.columns - edges)
    vim.api.nvim_win_set_width(window, width)
    local height = vim.api.nvim_win_text_height(window, {}).all
    local bottom, right = vim.o.lines - vim.o.cmdheight - 1 - height - edges, vim.o.columns - width - edges
    for _, corner in ipairs({ { 0, right }, { 0, 0 }, { bottom, right }, { bottom, 0 } }) do
      local new = { row = corner[1], col = corner[2], height = height, width = width, edges = edges, text = text }
      local cells = covered(new, boxes)
      if not least or cells < least or cells == least and edges > best.edges then
        best, least = new, cells
      end
    end
  end
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, best.text)
  local config = { relative = 'editor', row = best.row, col = best.col, width = best.width, height = best.height }
  config.border, config.zindex = best.edges > 0 and 'rounded' or 'none', least == 0 and 250 or 40
  vim.api.nvim_win_set_config(window, config)
  return best
end

---Shows lines beside whatever picker or prompt comes; the first one as an error, if it is.
---@param lines string[]
---@param wrong? boolean
---@return fun() close
function M.show_beside(lines, wrong)
  pcall(vim.api.nvim_win_close, preview, true)
  if #lines == 0 then
    return function() end
  end
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  -- stylua: ignore
  local window = vim.api.nvim_open_win(buffer, false, {
    relative = 'editor', row = 0, col = 0, width = vim.o.columns - 2, height = 1, style = 'minimal', border = 'rounded',
    focusable = false, noautocmd = true,
  })
  vim.wo[window].linebreak = true
  if wrong then vim.fn.matchadd('DiagnosticError', '\\%1l.*', 10, -1, { window = window }) end
  local timer = assert(vim.uv.new_timer())
  local function close()
    timer:stop()
    pcall(vim.api.nvim_buf_delete, buffer, { force = true })
  end
  if vim.api.nvim_win_text_height(window, {}).all > vim.o.lines - 8 then
    close() -- too many for a window: Neovim's pager shows them, page by page
    vim.api.nvim_echo({ { table.concat(lines, '\n') } }, false, {})
    return close
  end
  local place = settle(window, lines)
  local function look()
    if vim.api.nvim_win_is_valid(window) then place = settle(window, lines, place) end
  end
  timer:start(LOOK_MS, LOOK_MS, vim.schedule_wrap(look))
  return close
end

---Lets a person choose one of some items, beside what the server has said; nil when they left the list.
---@param label fun(item: any): string
function M.pick(items, prompt, label)
  local options, close = { prompt = prompt, kind = 'unify', format_item = label }, M.show_beside(M.take_heard())
  local item = async.await(function(resume) vim.ui.select(items, options, resume) end)
  close()
  return item
end

---Shows lines in a window below, which q closes.
---@param filetype? string
function M.show_lines(lines, filetype)
  vim.cmd(('botright %dnew'):format(math.min(#lines + 1, math.floor(vim.o.lines / 2))))
  vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
  vim.bo.buftype, vim.bo.bufhidden, vim.bo.modifiable, vim.bo.filetype = 'nofile', 'wipe', false, filetype or 'unify'
  vim.wo[0][0].winbar = '%=q closes this'
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = true, desc = 'Close' })
end

return M
