import assert from 'node:assert/strict';
import { test } from 'node:test';

import { find } from '../src/find';
import type { Machine } from '../src/find';

function machine(files: string[], more: Partial<Machine> = {}): Machine {
  const env = { PATH: '/usr/local/bin:/usr/bin' };
  return { env, platform: 'linux', home: '/home/ada', runs: (file) => files.includes(file), ...more };
}

test('the first of the PATH is run', () => {
  const here = machine(['/usr/bin/ibid', '/usr/local/bin/ibid', '/home/ada/.cargo/bin/ibid']);
  assert.deepEqual(find('', '/desk', here), { program: '/usr/local/bin/ibid' });
});

test('without one on the PATH, that of cargo is run, and then that of pip', () => {
  const pip = '/home/ada/.local/bin/ibid';
  assert.deepEqual(find(' ', undefined, machine([pip, '/home/ada/.cargo/bin/ibid'])), { program: '/home/ada/.cargo/bin/ibid' });
  assert.deepEqual(find('', undefined, machine([pip], { env: {} })), { program: pip });
});

test('a relative folder of the PATH does not count: a workspace could bring a program of its own', () => {
  const here = machine(['bin/ibid', './ibid', '/ibid', 'ibid'], { env: { PATH: 'bin:.::' } });
  assert.deepEqual(find('', '/desk', here), { missing: '`ibid` is not on the PATH' });
});

test('the setting goes before the PATH, and is never passed over', () => {
  const here = machine(['/usr/bin/ibid', '/opt/ibid', '/home/ada/ibid', '/desk/target/ibid']);
  assert.deepEqual(find('/opt/ibid', '/desk', here), { program: '/opt/ibid' });
  assert.deepEqual(find('~/ibid', '/desk', here), { program: '/home/ada/ibid' });
  assert.deepEqual(find('target/ibid', '/desk', here), { program: '/desk/target/ibid' });
  assert.deepEqual(find('/opt/other', '/desk', here), { missing: '`ibid.path` is /opt/other, and no program is there' });
});

test('Windows writes `Path` as it likes and ends programs in .exe', () => {
  const runs = (file: string) => file === 'C:\\tools\\ibid.exe';
  const windows = { platform: 'win32', home: 'C:\\Users\\ada', runs };
  assert.deepEqual(find('', undefined, machine([], { ...windows, env: { Path: 'C:\\old;C:\\tools' } })), {
    program: 'C:\\tools\\ibid.exe',
  });
  assert.deepEqual(find('tools\\ibid', 'C:\\', machine([], windows)), { program: 'C:\\tools\\ibid.exe' });
});
