import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { NAMES, options } from '../src/options';
import type { Inspected } from '../src/options';

test('what nobody has set is left to the ibid.toml', () => {
  assert.deepEqual(options({ inspect: () => undefined }), {});
  const inspected: Inspected & { defaultValue: unknown } = { defaultValue: false };
  assert.deepEqual(options({ inspect: () => inspected }), {});
});

test('the nearest setting counts, and one that is switched off is said to be', () => {
  const set: Record<string, object> = {
    sources: { globalValue: ['a'], workspaceValue: ['b'] },
    pedantic: { globalValue: true, workspaceFolderValue: false },
    ignore: { globalValue: [] },
  };
  const told = options({ inspect: (name) => set[name] });
  assert.deepEqual(told, { sources: ['b'], pedantic: false, ignore: [] });
});

test('every setting that the editor offers is handed on', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  const offered = Object.keys(manifest.contributes.configuration.properties);
  const own = ['ibid.path', 'ibid.trace.server'];
  assert.deepEqual(offered.filter((name) => !own.includes(name)).sort(), NAMES.map((name) => `ibid.${name}`).sort());
});
