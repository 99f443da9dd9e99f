-- Runs inside the Neovim under test: tells the test what a person would see, and leaves everything else as it is.
local channel, settings = ...

local function tell(kind, what) vim.rpcnotify(channel, kind, what) end

---The lines of windows that float, as a person reads them beside a question.
local function floating()
  local lines = {}
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      vim.list_extend(lines, vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false))
    end
  end
  return lines
end

local select, input, inputsecret = vim.ui.select, vim.ui.input, vim.fn.inputsecret

vim.ui.select = function(items, options, on_choice)
  local shown = vim.tbl_map(options.format_item or tostring, items)
  tell('select', { prompt = options.prompt, items = shown, details = floating() })
  return select(items, options, on_choice)
end
vim.ui.input = function(options, on_confirm)
  tell('input', { prompt = options.prompt, default = options.default, details = floating() })
  return input(options, on_confirm)
end
vim.fn.inputsecret = function(prompt)
  tell('secret', { prompt = prompt, details = floating() })
  return inputsecret(prompt)
end
vim.notify = function(message, level) tell('said', { message = message, level = level }) end
local preview = vim.lsp.util.open_floating_preview
vim.lsp.util.open_floating_preview = function(lines, ...)
  tell('said', { message = table.concat(lines, '\n') })
  return preview(lines, ...)
end
vim.ui.open = function(address)
  tell('opened', address)
  return { is_closing = function() return false end }
end

vim.g.unify = settings
vim.lsp.set_log_level('TRACE')
