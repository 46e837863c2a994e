/** The oldest Node the packages support, as [major, minor]. */
const oldestNode = [22, 18];

/** True when a Node version such as `24.21.0` is one the packages support. */
export function isSupportedNode(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}
