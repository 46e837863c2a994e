import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadModel } from '../lib/load-model.js';

// Builds run this, too: an app that breaks a rule of the house does not reach staging.
test('our apps are for people who sign in', () => {
  assert.equal(loadModel().access.enforced, true);
});
