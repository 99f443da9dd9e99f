-- Texts, lists and windows for people. Nothing in a name or a value may act on the screen.
local async = require('unify.async')
local M = {}

-- In UTF-8: U+0080 to U+009F, and what ends lines or turns the direction of text: U+061C, U+200E, U+2028, U+2066…
local UNSEEN = { '\194[\128-\159]', '\216\156', '\226\128[\142\143\168-\174]', '\226\129[\166-\169]' }

---One line, with what cannot be seen as escapes.
---@return string
function M.line(value)
  local line = tostring(value):gsub('%c', function(byte) return ('\\x%02x'):format(byte:byte()) end)
  for _, pattern in ipairs(UNSEEN) do
    line = line:gsub(pattern, function(bytes) return ('\\u{%x}'):format(vim.fn.char2nr(bytes, 1)) end)
  end
  return line
end

---@param level? 'INFO'|'WARN'|'ERROR'
function M.notify(message, level) vim.notify(message, vim.log.levels[level or 'INFO'], { title = 'Unify' }) end

---Lets a person choose one of some items; nil when they left the list.
---@async
---@generic T
---@param items T[]
---@param label fun(item: T): string
---@return T?
function M.pick(items, prompt, label)
  local options = { prompt = prompt, kind = 'unify', format_item = label }
  return async.await(function(resume) vim.ui.select(items, options, resume) end)
end

---The members of a value in order of their names, one a line.
---@return string[]
function M.tree(value, indent)
  local lines = {}
  for name, item in vim.spairs(value) do
    local label = (indent or '') .. (type(name) == 'number' and '-' or M.line(name) .. ':')
    local nested, empty = type(item) == 'table', item == vim.NIL or vim.deep_equal(item, {})
    table.insert(lines, nested and label or label .. ' ' .. (empty and '-' or M.line(item)))
    if nested then vim.list_extend(lines, M.tree(item, (indent or '') .. '  ')) end
  end
  return lines
end

---Shows lines in a window below, which q closes.
---@param filetype? string
function M.show_lines(lines, filetype)
  vim.cmd('botright new')
  vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
  vim.bo.buftype, vim.bo.bufhidden, vim.bo.modifiable, vim.bo.filetype = 'nofile', 'wipe', false, filetype or 'unify'
  vim.api.nvim_win_set_height(0, math.min(#lines + 1, math.floor(vim.o.lines / 2)))
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = true, desc = 'Close' })
end

return M
