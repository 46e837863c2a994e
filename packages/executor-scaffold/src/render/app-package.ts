/** package.json of a generated app: no dependencies, so nothing has to be installed. */
export function appPackage(slug: string): string {
  const content = {
    name: slug,
    version: '1.0.0',
    private: true,
    type: 'module',
    engines: { node: '>=22.18' },
    scripts: { start: 'node server.js', test: 'node --test' },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
