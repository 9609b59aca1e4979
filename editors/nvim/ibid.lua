-- ibid in Neovim 0.11 or later: copy this file to `~/.config/nvim/lsp/ibid.lua`, and put into `init.lua`
--
--     vim.lsp.enable('ibid')
--
-- What `settings` says goes before an `ibid.toml`; `ibid lsp --help` has the same as options of the command.

return {
  cmd = { 'ibid', 'lsp' },
  filetypes = { 'markdown', 'quarto', 'text', 'tex', 'plaintex', 'html', 'bib', 'jsonl' },
  root_markers = { 'ibid.toml', '.git' },
  -- For example { sources = { 'sources' }, preview = true, pedantic = true, ignore = { 'citation-missing' } }.
  init_options = { asksForReasons = true },
  commands = {
    -- The server sends this with “Allow … here, with a reason”, and wants it back as `ibid.allow`.
    ['ibid.askForReason'] = function(command, context)
      vim.ui.input({ prompt = 'Why does it stand? ' }, function(reason)
        if reason and reason:match('%S') then
          local asked = vim.tbl_extend('force', command.arguments[1], { reason = reason })
          local client = assert(vim.lsp.get_client_by_id(context.client_id))
          client:request('workspace/executeCommand', { command = 'ibid.allow', arguments = { asked } })
        end
      end)
    end,
  },
}
