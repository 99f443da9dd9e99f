-- Defines :Unify and loads nothing else until it is used.
if vim.g.loaded_unify then return end
vim.g.loaded_unify = true

if vim.fn.has('nvim-0.10') == 0 then
  local sentence = 'unify: this needs Neovim 0.10 or newer, so there is no :Unify here.'
  vim.api.nvim_echo({ { sentence, 'WarningMsg' } }, true, {})
  return
end

vim.api.nvim_create_user_command('Unify', function(command) require('unify.commands').command(command.fargs) end, {
  nargs = '*',
  desc = 'Run and follow CloudBees Unify workflows',
  complete = function(lead, line, position) return require('unify.complete').complete(lead, line:sub(1, position)) end,
})

vim.keymap.set('n', '<Plug>(unify)', '<Cmd>Unify<CR>', { desc = 'Unify: pick what to do' })
-- stylua: ignore
local names = {
  'setup', 'run', 'again', 'workflows', 'runs', 'follow', 'unfollow', 'open', 'details', 'forget', 'curl', 'compose',
  'preset', 'component', 'token set', 'token status', 'token delete', 'token create', 'doctor', 'build', 'restart',
}
for _, name in ipairs(names) do
  local map = ('<Plug>(unify-%s)'):format((name:gsub(' ', '-')))
  vim.keymap.set('n', map, ('<Cmd>Unify %s<CR>'):format(name), { desc = 'Unify: ' .. name })
end

local group = vim.api.nvim_create_augroup('unify', {})
-- stylua: ignore
local ours = {
  '*/.cloudbees/*.yaml', '*/.cloudbees/*.yml', '*/action.yaml', '*/action.yml', '*.unify-run.yaml', -- `*` takes in `/`
}
local function attach(event) require('unify.client').attach_to(event.buf) end
local function list_runs(event) require('unify.runs').fill(event.buf) end
vim.api.nvim_create_autocmd({ 'BufReadPost', 'BufNewFile' }, { group = group, pattern = ours, callback = attach })
vim.api.nvim_create_autocmd('BufReadCmd', { group = group, pattern = 'unify://runs', callback = list_runs })
