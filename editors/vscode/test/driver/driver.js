// Works in the editor as a writer does, with the extension installed, and writes down what the writer sees. What a hand at the
// keyboard has to do, it asks of `.ci/vscode.py`, which starts all this: a file `ask-1` is answered by a file `answer-1`.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

const out = process.env.IBID_DRIVER;
const MINUTE = 60_000;
let asked = 0;

function say(line) {
  fs.appendFileSync(path.join(out, 'transcript'), `${line}\n`);
}

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits for `get` to return something, and returns it. */
async function wait(what, get) {
  const end = Date.now() + MINUTE;
  while (Date.now() < end) {
    const got = await get();
    if (got) {
      return got;
    }
    await sleep(50);
  }
  throw new Error(`${what}: not in a minute`);
}

/** Has the hand at the keyboard do something, and returns what it sees. */
async function hand(does, words) {
  asked += 1;
  const [ask, answer] = ['ask', 'answer'].map((name) => path.join(out, `${name}-${asked}`));
  fs.writeFileSync(`${ask}.new`, JSON.stringify({ does, words }));
  fs.renameSync(`${ask}.new`, ask);
  await wait(`the hand does “${does}”`, () => fs.existsSync(answer));
  return fs.readFileSync(answer, 'utf8');
}

async function diagnostics(uri, count) {
  return wait(`${count} diagnostics in ${path.basename(uri.path)}`, () => {
    const found = vscode.languages.getDiagnostics(uri);
    return found.length === count && found;
  });
}

function show(diagnostic) {
  const { start } = diagnostic.range;
  say(`  ${start.line + 1}:${start.character + 1} ${diagnostic.message} [${diagnostic.code.value}]`);
}

function place(document, words) {
  const at = document.getText().indexOf(words);
  assert.ok(at >= 0, `“${words}” is in the document`);
  return document.positionAt(at);
}

async function actions(uri, range) {
  const kind = vscode.CodeActionKind.QuickFix.value;
  const offered = await vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind);
  offered.forEach((action) => say(`  action: ${action.title}`));
  return offered;
}

const named = (actions, title) => {
  const action = actions.find((action) => action.title.startsWith(title));
  assert.ok(action, `“${title}” is offered`);
  return action;
};

async function work() {
  const folder = vscode.workspace.workspaceFolders[0].uri;
  const draft = vscode.Uri.joinPath(folder, 'winter.md');
  say(`Visual Studio Code ${vscode.version}, ${path.basename(draft.path)}`);
  const document = await vscode.workspace.openTextDocument(draft);
  const editor = await vscode.window.showTextDocument(document);

  say('\n# the server starts, and what it finds is shown');
  const [found] = await diagnostics(draft, 1);
  show(found);
  assert.equal(found.source, 'ibid');
  assert.equal(document.getText(found.range), 'snow');
  say(`  its page: ${path.basename(found.code.target.path)}`);
  const [related] = found.relatedInformation;
  say(`  related: ${path.basename(related.location.uri.path)}: ${related.message}`);
  assert.equal(path.basename(related.location.uri.path), 'harbour.txt');

  say('\n# hover shows the passage of the source');
  const at = place(document, 'snow');
  const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', draft, at);
  const hover = hovers.flatMap(({ contents }) => contents.map(({ value }) => value)).join('\n');
  say(hover.replace(/^/gm, '  | '));
  assert.match(hover, /before the ice has gone/);
  editor.selection = new vscode.Selection(at, at);
  await vscode.commands.executeCommand('editor.action.showHover');
  await hand('look', 'hover');

  say('\n# the definition of a quotation is its passage, and the passage has its references');
  const [link] = await vscode.commands.executeCommand('vscode.executeDefinitionProvider', draft, at);
  const source = await vscode.workspace.openTextDocument(link.targetUri);
  say(`  ${path.basename(source.uri.path)}:${link.targetRange.start.line + 1}: ${source.getText(link.targetRange)}`);
  assert.equal(source.getText(link.targetRange), 'The ferry will not sail before the ice has gone from the sound');
  const back = await vscode.commands.executeCommand('vscode.executeReferenceProvider', source.uri, link.targetRange.start);
  back.forEach(({ uri, range }) => say(`  ${path.basename(uri.path)}:${range.start.line + 1}:${range.start.character + 1}`));
  assert.ok(back.some(({ uri }) => uri.path === draft.path));

  say('\n# a lens says what came of the quotation, and a click on it leads to the source');
  const lenses = await vscode.commands.executeCommand('vscode.executeCodeLensProvider', draft, 9);
  lenses.forEach(({ range, command }) => say(`  above line ${range.start.line + 1}: ${command.title}`));
  const { command, arguments: given } = lenses[0].command;
  await vscode.commands.executeCommand(command, ...given);
  await wait('the source is shown', () => vscode.window.activeTextEditor?.document.uri.path === source.uri.path);
  const selection = await wait('the passage is selected', () => {
    const { document, selection } = vscode.window.activeTextEditor;
    return !selection.isEmpty && document.getText(selection);
  });
  say(`  selected: ${selection}`);
  await hand('look', 'source');
  await vscode.window.showTextDocument(document);

  say('\n# the fix puts the words of the source into the draft');
  const fix = named(await actions(draft, found.range), 'Use the source');
  assert.ok(await vscode.workspace.applyEdit(fix.edit));
  await diagnostics(draft, 0);
  say(`  ${document.lineAt(2).text}`);
  assert.match(document.lineAt(2).text, /before the ice has gone/);
  await document.save();
  say('  no diagnostics; saved');

  say('\n# a fault is typed, and allowed with a reason');
  const end = new vscode.WorkspaceEdit();
  end.insert(draft, document.lineAt(document.lineCount - 1).range.end, '\nShe added that “nobody ever takes the tickets back” [@harbour].\n');
  await vscode.workspace.applyEdit(end);
  const [typed] = await diagnostics(draft, 1);
  show(typed);
  const allow = named(await actions(draft, typed.range), 'Allow');
  const ran = vscode.commands.executeCommand(allow.command.command, ...allow.command.arguments);
  say(`  the box: ${await hand('type', 'she corrected herself later')}`);
  await ran;
  await diagnostics(draft, 0);
  document.getText().split('\n').slice(3).forEach((line) => say(`  | ${line}`));
  assert.match(document.getText(), /<!-- ibid: allow\(quote-altered\) she corrected herself later -->/);
  await document.save();

  say('\n# a setting counts at once');
  const settings = vscode.workspace.getConfiguration('ibid');
  await settings.update('sources', ['elsewhere.txt'], vscode.ConfigurationTarget.Workspace);
  (await wait('a finding against the other source', () => {
    const found = vscode.languages.getDiagnostics(draft);
    return found.length > 0 && found;
  })).forEach(show);
  await settings.update('sources', undefined, vscode.ConfigurationTarget.Workspace);
  await diagnostics(draft, 0);
  say('  and what is set back counts no more');

  say('\n# an ibid.toml is marked while it is written');
  const config = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'ibid.toml'));
  await vscode.window.showTextDocument(config);
  const wrong = new vscode.WorkspaceEdit();
  wrong.insert(config.uri, new vscode.Position(0, 0), 'pedantik = true\n');
  await vscode.workspace.applyEdit(wrong);
  show((await diagnostics(config.uri, 1))[0]);
  await hand('look', 'config');
  await vscode.commands.executeCommand('undo');
  await diagnostics(config.uri, 0);
  say('  and no more when that is undone');

  say('\n# a program that is not there, or that is another one, is told with what to do');
  for (const program of ['/nowhere/ibid', process.env.IBID_OTHER]) {
    await settings.update('path', program, vscode.ConfigurationTarget.Global);
    say(`  ${await hand('message', 'ibid')}`);
    assert.deepEqual(vscode.languages.getDiagnostics(draft), []);
  }
  await settings.update('path', undefined, vscode.ConfigurationTarget.Global);
  await vscode.window.showTextDocument(document);
  const again = new vscode.WorkspaceEdit();
  again.insert(draft, document.lineAt(document.lineCount - 1).range.end, '\n“Nobody will take the tickets back,” she said [@harbour].\n');
  await vscode.workspace.applyEdit(again);
  show((await diagnostics(draft, 1))[0]);
  say('  and the one of the PATH works again');
  await hand('look', 'end');
}

exports.activate = async () => {
  let verdict = 'passed';
  try {
    await work();
  } catch (error) {
    verdict = `FAILED: ${error.stack}`;
  }
  fs.writeFileSync(path.join(out, 'verdict.new'), verdict);
  fs.renameSync(path.join(out, 'verdict.new'), path.join(out, 'verdict'));
};
