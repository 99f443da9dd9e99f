-- Sentences, lists and windows for people.
local async = require('unify.async')
local M = {}

---One line, in which nothing acts on the screen: what cannot be seen is shown the way Neovim shows it.
function M.line(value) return vim.fn.strtrans(tostring(value)) end

---@param level? integer one of vim.log.levels
function M.notify(message, level) vim.notify(message, level or vim.log.levels.INFO, { title = 'Unify' }) end

function M.error(message) M.notify(message, vim.log.levels.ERROR) end

---Lets a person choose one of some items; nil when they left the list.
---@param label fun(item: any): string
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
    local nested = type(item) == 'table' and next(item) ~= nil
    table.insert(lines, nested and label or label .. ' ' .. (type(item) == 'table' and 'none' or M.line(item)))
    if nested then vim.list_extend(lines, M.tree(item, (indent or '') .. '  ')) end
  end
  return lines
end

---Shows lines in a window below, which q closes.
---@param filetype? string
function M.show_lines(lines, filetype)
  vim.cmd(('botright %dnew'):format(math.min(#lines, math.floor(vim.o.lines / 2))))
  vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
  vim.bo.buftype, vim.bo.bufhidden, vim.bo.modifiable, vim.bo.filetype = 'nofile', 'wipe', false, filetype or 'unify'
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = true, desc = 'Close' })
end

return M
