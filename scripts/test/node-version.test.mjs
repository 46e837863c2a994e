import assert from 'node:assert/strict';
import { test } from 'vitest';
import { isSupportedNode } from '../lib/node-version.mjs';

test('the scripts run on a Node the packages support', () => {
  assert.ok(isSupportedNode(process.versions.node), `Node ${process.versions.node} is below 22.18`);
});

test('the floor is 22.18', () => {
  assert.equal(isSupportedNode('22.17.9'), false);
  assert.equal(isSupportedNode('20.20.2'), false);
  assert.equal(isSupportedNode('22.18.0'), true);
  assert.equal(isSupportedNode('24.21.0'), true);
});
