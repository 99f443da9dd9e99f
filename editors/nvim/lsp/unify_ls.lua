-- For vim.lsp.enable('unify_ls'), Neovim 0.11 and later. The server is the one that :Unify uses.
return require('unify.client').config()
