/**
 * @import { ApiRoute } from '../types.d.ts'
 * @typedef {{ readonly route: ApiRoute, readonly parameters: readonly string[] }} Match
 * @typedef {{ readonly words: Map<string, Node>, any: Node | undefined, readonly routes: ApiRoute[] }} Node `any`: below a parameter
 */

/** @returns {Node} */
const node = () => ({ words: new Map(), any: undefined, routes: [] });

/** @param {Node} above @param {string | null} part @returns {Node} */
function below(above, part) {
  const known = part === null ? above.any : above.words.get(part);
  if (known !== undefined) return known;
  const made = node();
  if (part === null) above.any = made;
  else above.words.set(part, made);
  return made;
}

/** @param {Node | undefined} at @param {readonly string[]} segments @param {readonly string[]} parameters @returns {Match[]} */
function matchesBelow(at, segments, parameters) {
  if (at === undefined) return [];
  const [segment, ...rest] = segments;
  if (segment === undefined) return at.routes.map((route) => ({ route, parameters }));
  return [
    ...matchesBelow(at.words.get(segment), rest, parameters),
    ...matchesBelow(at.any, rest, [...parameters, segment]),
  ];
}

/** Finds routes by their address, in a time that does not depend on how many there are. */
export class RouteTable {
  #root = node();
  #order;

  /** @param {readonly ApiRoute[]} routes */
  constructor(routes) {
    this.#order = new Map(routes.map((route, at) => [route, at]));
    for (const route of routes) {
      let at = this.#root;
      for (const part of route.segments) at = below(at, part);
      at.routes.push(route);
    }
  }

  /**
   * The routes of an address, whatever their method. A path that is spelled out goes before one with a parameter in its
   * place, and else the earlier one.
   *
   * @param {readonly string[]} segments below `/api`
   * @returns {readonly Match[]}
   */
  find(segments) {
    const place = (/** @type {Match} */ { route }) => this.#order.get(route) ?? 0;
    return matchesBelow(this.#root, segments, []).sort(
      (a, b) => a.parameters.length - b.parameters.length || place(a) - place(b),
    );
  }
}
