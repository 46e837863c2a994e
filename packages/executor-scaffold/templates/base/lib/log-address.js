/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * An address as it may stand in a log: an invitation is a secret, however its address is written.
 *
 * @param {string} url
 */
export const logAddress = (url) =>
  /invitation/i.test(decoded(url)) ? decoded(url).replace(/invitation.*/is, 'invitation/…') : url;
