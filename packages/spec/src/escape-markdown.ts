/** What makes structure anywhere in a line. */
const INLINE = /[\\`*_[\]<>|~&#{}]/g;
/** What makes structure at the start of a line: list markers, quotes, rules, headings underlines, numbered lists. */
const LEADING = /^([-+=>]|\d{1,9}(?=[.)]))/;
/**
 * GFM links bare addresses, and looks for them after escapes are resolved, so that a backslash does not help. A word
 * joiner (invisible, no width) at the mark that gives an address away keeps it text.
 */
const AUTOLINK = /(?<=:)(?=\/\/)|(?<=@)|(?<=www)(?=\.)/gi;
const WORD_JOINER = '\u2060';
/** Control characters, and the invisible ones that reorder or hide text. */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;

/**
 * Text that Markdown (CommonMark and GFM) shows as it is, on one line. Whatever the value holds, it makes no heading,
 * list, table, link, image, code or HTML.
 *
 * @example escapeMarkdown('a | b <script>') // 'a \\| b \\<script\\>'
 */
export function escapeMarkdown(text: string): string {
  const line = text.replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
  return line
    .replace(INLINE, '\\$&')
    .replace(AUTOLINK, WORD_JOINER)
    .replace(LEADING, (marker) => (/\d/.test(marker) ? marker : `\\${marker}`))
    .replace(/^(\d{1,9})([.)])/, '$1\\$2');
}
