import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { askForReason, fault } from '../src/reason';
import { shown, user } from './vscode';

const asked = { uri: 'file:///winter.md', rule: 'quote-altered', range: {}, reason: null };
let sent: unknown[] = [];
const execute = async (command: string, argument: unknown): Promise<void> => {
  sent.push([command, argument]);
};

beforeEach(() => {
  [sent, shown.boxes, shown.errors] = [[], [], []];
});

test('the reason is sent back with what the server asked', async () => {
  user.types = '  she corrected herself ';
  await askForReason(asked, execute);
  assert.deepEqual(sent, [['ibid.allow', { ...asked, reason: 'she corrected herself' }]]);
  assert.equal(shown.boxes[0]?.title, 'Allow `quote-altered` here');
});

test('nothing is sent where the user leaves the box, or gives no reason', async () => {
  for (const types of [undefined, '', ' ', 'ends --> here']) {
    user.types = types;
    await askForReason(asked, execute);
  }
  assert.deepEqual(sent, []);
});

test('what would end the comment is refused while it is typed', () => {
  assert.equal(fault('she said so'), undefined);
  assert.match(fault('a --> b') ?? '', /end the comment/);
  assert.match(fault('two\nlines') ?? '', /one line/);
  assert.match(fault(' ') ?? '', /needed/);
});

test('a refusal of the server is shown', async () => {
  user.types = 'she said so';
  await askForReason(asked, () => Promise.reject(new Error('there is no such finding any more')));
  assert.deepEqual(shown.errors, ['It could not be allowed: there is no such finding any more']);
});
