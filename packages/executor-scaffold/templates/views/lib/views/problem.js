/** @type {Readonly<Record<number, string>>} */
const HEADINGS = {
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  413: 'Too large',
  429: 'Not so fast',
  500: 'Something went wrong',
  503: 'Not available now',
  507: 'No room left',
};

/** What stands above a page that says what went wrong. @param {number} status */
export const problemHeading = (status) => HEADINGS[status] ?? 'That did not work';
