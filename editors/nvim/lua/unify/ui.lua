-- Texts, lists and windows for people. Nothing in a name or a value may act on the screen.
local async = require('unify.async')
local M = {}

-- In UTF-8: U+0080 to U+009F, and what ends lines or turns the direction of text around (U+061C, U+200E, U+200F,
-- U+2028 to U+202E, U+2066 to U+2069).
local UNSEEN = { '\194[\128-\159]', '\216\156', '\226\128[\142\143\168-\174]', '\226\129[\166-\169]' }

---One line without control characters; they are shown as escapes.
---@return string
function M.line(value)
  local line = tostring(value):gsub('%c', function(byte) return ('\\x%02x'):format(byte:byte()) end)
  for _, pattern in ipairs(UNSEEN) do
    line = line:gsub(pattern, function(bytes) return ('\\u{%x}'):format(vim.fn.char2nr(bytes, 1)) end)
  end
  return line
end

---@param level? integer one of vim.log.levels
function M.notify(message, level) vim.notify(message, level or vim.log.levels.INFO, { title = 'Unify' }) end

---@param message string
function M.complain(message) M.notify(message, vim.log.levels.ERROR) end

---Lets a person choose one of some items; nil when they left the list.
---@async
---@generic T
---@param items T[]
---@param label fun(item: T): string
---@return T?
function M.pick(items, prompt, label)
  return async.await(
    function(resume) vim.ui.select(items, { prompt = prompt, kind = 'unify', format_item = label }, resume) end
  )
end

---A value as indented lines, its members in order of their names.
---@return string[]
function M.tree(value)
  local lines = {}
  local function add(indent, label, member)
    if type(member) ~= 'table' or next(member) == nil then
      local text = (type(member) == 'table' or member == vim.NIL) and '-' or M.line(member)
      return table.insert(lines, indent .. label .. text)
    end
    if label ~= '' then
      table.insert(lines, indent .. vim.trim(label))
      indent = indent .. '  '
    end
    for name, item in vim.spairs(member) do
      add(indent, type(name) == 'number' and '- ' or M.line(name) .. ': ', item)
    end
  end
  add('', '', value)
  return lines
end

---Shows lines in a window below, which q closes.
---@param filetype? string
function M.show_lines(lines, filetype)
  vim.cmd('botright new')
  local buffer = vim.api.nvim_get_current_buf()
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].buftype, vim.bo[buffer].bufhidden, vim.bo[buffer].modifiable = 'nofile', 'wipe', false
  vim.bo[buffer].filetype = filetype or 'unify'
  vim.api.nvim_win_set_height(0, math.min(#lines + 1, math.floor(vim.o.lines / 2)))
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer, desc = 'Close' })
end

return M
