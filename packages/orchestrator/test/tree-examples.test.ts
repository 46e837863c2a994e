import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainTree } from '../src/tree/explain-tree.ts';
import { parseTree, validateTree } from '../src/tree/parse-tree.ts';
import { planTree } from '../src/tree/plan-tree.ts';

const folder = join(import.meta.dirname, '../../../trees');

describe('the example trees', () => {
  it.each(readdirSync(folder).filter((file) => file.endsWith('.yaml')))(
    '%s is valid and says how to run it',
    (file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(validateTree(text)).toEqual([]);
      const tree = parseTree(text, file);
      expect(`${tree.name}.yaml`).toBe(file);
      expect(text).toContain(`# orchard tree run trees/${file}`);
      const conditions = explainTree(planTree(tree)).steps.flatMap(({ table }) => table);
      expect(conditions.filter(({ leadsTo }) => leadsTo === 'fails')).toEqual([]);
    },
  );
});
