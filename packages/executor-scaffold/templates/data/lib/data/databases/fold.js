/** Accents and the like, in any script that NFKD takes apart. The vowel signs of Indic scripts are letters, and stay. */
const MARKS = '\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f';
const MARK = new RegExp(`[${MARKS}]`, 'g');

/**
 * Text as it is compared in searches and sorted by: without accents, in lower case. `app_fold` in SQL.
 *
 * @param {string} text
 * @example fold('Čaj') // 'caj'
 */
export const fold = (text) => text.normalize('NFKD').replace(MARK, '').toLowerCase();

/** The same marks as PostgreSQL's regular expressions write them. */
export const MARKS_IN_SQL = [...MARKS]
  .map((part) => (part === '-' ? part : `\\u${part.charCodeAt(0).toString(16).padStart(4, '0')}`))
  .join('');
