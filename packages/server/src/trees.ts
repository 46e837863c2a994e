import { type JsonObject, OrchardError, type Plan, type TreeView } from '@orchard-studio/core';
import { parseTree, planTree, resolveInputs, type Tree } from '@orchard-studio/orchestrator';

interface RegisteredTree {
  readonly tree: Tree;
  readonly plan: Plan;
  /** Fills in defaults and checks inputs. @throws INVALID_INPUT */
  resolve(given: JsonObject): JsonObject;
}

/** The tree that builds an approved Blueprint. Nothing else may start it. */
export const BUILD_TREE = 'build-feature';

/** The trees a host registered, by name. Trees never come in over HTTP: a `run:` step is a shell. */
export interface TreeRegistry {
  /** @throws TREE_NOT_FOUND */
  get(name: string): RegisteredTree;
  /** Those that people may start, by name. */
  list(): readonly TreeView[];
}

function viewOf({ name, description, inputs = {} }: Tree, { steps }: Plan): TreeView {
  return {
    name,
    description: description ?? null,
    inputs: Object.entries(inputs).map(([input, declared]) => ({
      name: input,
      type: declared.type ?? 'string',
      description: declared.description ?? null,
      required: (declared.required ?? false) && declared.default === undefined,
      default: declared.default ?? null,
      options: [...(declared.options ?? [])],
    })),
    steps: steps.length,
  };
}

/** @throws TREE_INVALID with the place. */
export function createTreeRegistry(texts: readonly string[]): TreeRegistry {
  const trees = new Map<string, RegisteredTree>();
  for (const text of texts) {
    const tree = parseTree(text);
    trees.set(tree.name, { tree, plan: planTree(tree), resolve: (given) => resolveInputs(tree, given) });
  }
  return {
    list: () =>
      [...trees.values()]
        .map(({ tree, plan }) => viewOf(tree, plan))
        .filter(({ name }) => name !== BUILD_TREE)
        .toSorted((a, b) => a.name.localeCompare(b.name)),
    get: (name) => {
      const found = trees.get(name);
      if (found !== undefined) return found;
      const known = [...trees.keys()].join(', ') || 'none';
      throw new OrchardError('TREE_NOT_FOUND', `No tree "${name}" is registered. Registered: ${known}.`);
    },
  };
}
