import type { JsonObject } from '@orchard-studio/core';

/**
 * Texts that break software which pastes strings where it should pass them: quotes of every language, right-to-left
 * and combining marks, emoji, control characters (without NUL), prototype names, templates, and a long one.
 */
export const HOSTILE_TEXTS: readonly string[] = [
  `'; DROP TABLE orchard_projects; --`,
  `" OR ""="`,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is text that looks like a template.
  '`$(touch /tmp/owned)` && ${1+1} {{constructor}} <%= 1 %> %s %d $1 ?1 :name @name',
  '</script><script>alert(1)</script><!-- ]]> -->',
  '../../../../etc/passwd\\..\\..\\windows',
  'مرحبا \u202Eabc\u202C שלום \u2066x\u2069',
  'e\u0301 é \u00e9 Ω\u030a Å ﬁ ß İ ı',
  '👩‍👩‍👧‍👦 🏳️‍🌈 🇦🇶 𝒳 𠜎',
  'line\nfeed\r\nreturn\ttab\u0001\u001b[31m\u007f\u0085\u2028\u2029',
  'zero\u200bwidth\ufeff\u00a0spaces \ufffe \uffff \ufffd',
  '__proto__',
  'constructor',
  '  leading and trailing  ',
  '',
  'long '.repeat(2_000),
];

/** All hostile texts that are not empty, in one string of more than 10,000 characters. */
export const HOSTILE_TEXT: string = HOSTILE_TEXTS.join('|');

/** A JSON object with hostile keys and values, `__proto__` as an own key included. */
export function hostileJson(): JsonObject {
  const entries = HOSTILE_TEXTS.map((text): [string, string] => [text, text]);
  const nested: JsonObject = Object.fromEntries([['__proto__', { polluted: true }]]);
  return Object.fromEntries([...entries, ['nested', nested], ['numbers', [0, 1.5e300, -1e-7, 2 ** 53]]]);
}
