/** An address as it may stand in a log: an invitation is a secret. @param {string} url */
export const logAddress = (url) => url.replace(/^\/invitation\/[^?]*/, '/invitation/…');
