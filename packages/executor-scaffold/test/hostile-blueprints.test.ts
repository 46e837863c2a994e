import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveModel } from '../src/index.ts';
import { blueprintArbitrary } from './random-blueprints.ts';

test('names become safe, unique identifiers, and always the same ones', () => {
  fc.assert(
    fc.property(blueprintArbitrary, (plan) => {
      const model = deriveModel(plan, 'Project');
      expect(deriveModel(plan, 'Project')).toEqual(model);
      const lower = (names: readonly string[]): string[] => names.map((name) => name.toLowerCase());
      const paths = model.entities.map(({ path }) => path);
      expect(new Set(lower(paths)).size).toBe(paths.length);
      for (const { path, table, fields } of model.entities) {
        expect(path).toMatch(/^[a-z0-9][a-z0-9-]*$/);
        expect(table).toMatch(/^(?!sqlite_)[a-z0-9_]+$/);
        const keys = fields.map(({ key }) => key);
        expect(new Set(lower(keys)).size).toBe(keys.length);
        for (const key of keys) {
          expect(key).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/);
          expect(key in {}).toBe(false);
          expect(['id', 'created_at', 'updated_at']).not.toContain(key.toLowerCase());
        }
      }
      for (const value of Object.values(model.theme.light)) expect(value).toMatch(/^#[0-9a-f]{6}$/);
      expect(model.theme.fontBody).toMatch(/^[A-Za-z0-9 ",_-]+$/);
      expect(model.theme.radius).toMatch(/^[\d.]+(?:px|rem|em)$/);
    }),
    { numRuns: 150 },
  );
});
