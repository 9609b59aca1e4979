-- Works in Neovim as a writer does, with `ibid lsp` behind it, and prints what the writer sees. `nvim.sh` beside this file
-- starts it with a draft open. A step that fails, or that takes more than a minute, ends Neovim with status 1.

local MINUTE = 60000

local function say(line)
  io.stdout:write(line, '\n')
end

local function fail(what)
  say('FAILED: ' .. what)
  for _, line in ipairs(vim.split(vim.fn.execute('messages'), '\n')) do
    say('  message: ' .. line)
  end
  vim.cmd('cquit 1')
end

local function expect(holds, what)
  if not holds then
    fail(what)
  end
end

-- Waits for `get` to return something, and returns it.
local function await(what, get)
  local got
  vim.wait(MINUTE, function()
    got = get()
    return got
  end, 20)
  expect(got, what .. ', in a minute')
  return got
end

-- The open draft's diagnostics once they are those of so many findings.
local function diagnostics(count)
  local draft = vim.api.nvim_get_current_buf()
  return await(count .. ' diagnostics in ' .. vim.fn.bufname(draft), function()
    local found = vim.diagnostic.get(draft)
    return #found == count and found
  end)
end

local function line(number)
  return vim.api.nvim_buf_get_lines(0, number - 1, number, true)[1]
end

local function cursor_on(words)
  for number = 1, vim.api.nvim_buf_line_count(0) do
    local column = line(number):find(words, 1, true)
    if column then
      vim.api.nvim_win_set_cursor(0, { number, column - 1 })
      return
    end
  end
  fail('the buffer has “' .. words .. '”')
end

-- Takes the code action whose title begins so, from the menu.
local function act(title)
  local offered
  -- The menu is the writer's choice; all else is Neovim's own.
  vim.ui.select = function(items, options, chosen)
    offered = {}
    for _, item in ipairs(items) do
      table.insert(offered, options.format_item(item))
    end
    for index, item in ipairs(items) do
      if vim.startswith(item.action.title, title) then
        return chosen(item, index)
      end
    end
    chosen(nil)
  end
  vim.lsp.buf.code_action()
  await('actions are offered', function()
    return offered
  end)
  for _, item in ipairs(offered) do
    say('  action: ' .. item)
  end
end

local function step(name)
  say('')
  say('# ' .. name)
end

local function run()
  local draft = vim.api.nvim_get_current_buf()
  say('Neovim ' .. tostring(vim.version()) .. ', ' .. vim.fn.expand('%:t'))

  step('the server starts, and what it finds is shown')
  local client = await('a client', function()
    return vim.lsp.get_clients({ bufnr = draft, name = 'ibid' })[1]
  end)
  local found = diagnostics(1)[1]
  say(('  %d:%d %s [%s]'):format(found.lnum + 1, found.col + 1, found.message, found.code))
  expect(found.source == 'ibid' and found.code == 'quote-altered', 'the finding is quote-altered')
  local marked = line(found.lnum + 1):sub(found.col + 1, found.end_col)
  say('  marked: ' .. marked)
  expect(marked == 'snow', '“snow” is marked')
  local related = found.user_data.lsp.relatedInformation[1]
  say('  related: ' .. vim.fs.basename(related.location.uri) .. ': ' .. related.message)
  expect(vim.endswith(related.location.uri, '/sources/harbour.txt'), 'related information leads into the source')

  step('hover shows the passage of the source')
  cursor_on('snow')
  local before = #vim.api.nvim_list_wins()
  vim.lsp.buf.hover()
  await('a window with the hover', function()
    return #vim.api.nvim_list_wins() > before
  end)
  local shown = ''
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      shown = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true), '\n')
      vim.api.nvim_win_close(window, true)
    end
  end
  say('  | ' .. shown:gsub('\n', '\n  | '))
  expect(shown:find('before the ice has gone', 1, true), 'the hover has the words of the source')
  expect(shown:find('Ada Lund', 1, true), 'the hover says who speaks')

  step('the definition of a quotation is its passage')
  vim.lsp.buf.definition()
  await('the source opens', function()
    return vim.fn.expand('%:t') == 'harbour.txt'
  end)
  local place = vim.api.nvim_win_get_cursor(0)
  say(('  %s:%d:%d %s'):format(vim.fn.expand('%:.'), place[1], place[2] + 1, line(place[1])))
  expect(line(place[1]):sub(place[2] + 1):find('The ferry will not sail', 1, true) == 1, 'the cursor is on the passage')

  step('the references of the passage are the drafts that quote it')
  vim.lsp.buf.references({ includeDeclaration = false })
  local references = await('a list of references', function()
    local list = vim.fn.getqflist()
    return #list > 0 and list
  end)
  for _, reference in ipairs(references) do
    local name = vim.fs.basename(vim.fn.bufname(reference.bufnr))
    say(('  %s:%d:%d'):format(name, reference.lnum, reference.col))
  end
  expect(#references == 1 and references[1].bufnr == draft, 'the draft quotes it')
  vim.cmd.cclose()

  step('the fix puts the words of the source into the draft')
  vim.api.nvim_set_current_buf(draft)
  cursor_on('snow')
  act('Use the source')
  await('the words of the source', function()
    return line(3):find('before the ice has gone', 1, true)
  end)
  say('  ' .. line(3))
  diagnostics(0)
  say('  no diagnostics')

  step('the draft is written')
  vim.cmd.write()
  local disk = table.concat(vim.fn.readfile(vim.fn.expand('%:p')), '\n')
  expect(disk:find('before the ice has gone', 1, true), 'the file has the words of the source')
  say('  ' .. vim.fn.expand('%:t') .. ' has them on the disk')

  step('a fault typed into it is marked, and can be allowed with a reason')
  vim.api.nvim_buf_set_lines(0, -1, -1, true, { '', 'She added that “nobody ever takes the tickets back” [@harbour].' })
  found = diagnostics(1)[1]
  say(('  %d:%d %s [%s]'):format(found.lnum + 1, found.col + 1, found.message, found.code))
  -- A client that cannot ask gets a comment with the place for the reason.
  local asks = (client.config.init_options or {}).asksForReasons
  local reason = asks and 'she corrected herself later' or 'say here why it stands'
  vim.ui.input = function(options, answered)
    say('  ' .. options.prompt .. reason)
    answered(reason)
  end
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
  act('Allow')
  await('a comment', function()
    return vim.fn.search('allow(' .. found.code .. ') ' .. reason, 'nw') > 0
  end)
  diagnostics(0)
  for _, text in ipairs(vim.api.nvim_buf_get_lines(0, 3, -1, true)) do
    say('  | ' .. text)
  end
  vim.cmd.write()

  step('a source that changes on the disk has the draft checked again')
  local source = vim.fn.expand('%:p:h') .. '/sources/harbour.txt'
  vim.cmd.bdelete(vim.fn.bufnr(source))
  local text = table.concat(vim.fn.readfile(source), '\n')
  vim.fn.writefile(vim.split((text:gsub('from the sound', 'from the fairway')), '\n'), source)
  found = diagnostics(1)[1]
  say(('  %d:%d %s [%s]'):format(found.lnum + 1, found.col + 1, found.message, found.code))
  expect(found.message:find('fairway', 1, true), 'the finding has the new words of the source')

  step('the server leaves when it is asked to')
  client:stop()
  await('it has gone', function()
    return client:is_stopped()
  end)
  say('  it has')
  vim.cmd('qall!')
end

vim.schedule(function()
  local went, why = xpcall(run, debug.traceback)
  if not went then
    fail(why)
  end
end)
