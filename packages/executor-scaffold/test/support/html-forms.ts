/** A form as it stands in a page, with what a browser would send for it as it is. */
export interface HtmlForm {
  /** Where it goes; empty for the page it stands in. */
  readonly action: string;
  readonly isMultipart: boolean;
  /** What it holds before somebody fills it in, by name. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Names of the controls that people see. */
  readonly controls: ReadonlySet<string>;
  readonly markup: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#x27;': "'",
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

const plain = (text: string): string =>
  text.replace(/&(?:quot|#x27|#39|lt|gt|amp);/g, (each) => ENTITIES[each] ?? '');

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s/>])`, 'i').exec(tag);
  return found === null ? undefined : plain(found[1] ?? '');
}

interface Part {
  readonly name: string;
  readonly isHidden: boolean;
  readonly values: readonly string[];
}

function inputOf(tag: string): Part {
  const name = attribute(tag, 'name') ?? '';
  const type = attribute(tag, 'type') ?? 'text';
  const value = attribute(tag, 'value');
  const isTick = type === 'checkbox' || type === 'radio';
  const isSent = type !== 'file' && (!isTick || attribute(tag, 'checked') !== undefined);
  return { name, isHidden: type === 'hidden', values: isSent ? [value ?? (isTick ? 'on' : '')] : [] };
}

function selectOf(tag: string, content: string): Part {
  const options = [...content.matchAll(/<option\b[^>]*>/gi)].map(([option]) => option);
  const chosen = options.filter((option) => attribute(option, 'selected') !== undefined);
  const sent = chosen.length > 0 ? chosen : options.slice(0, 1);
  return {
    name: attribute(tag, 'name') ?? '',
    isHidden: false,
    values: sent.map((option) => attribute(option, 'value') ?? ''),
  };
}

function partsOf(markup: string): readonly Part[] {
  const found = markup.matchAll(
    /<input\b[^>]*>|(<(?:select|textarea)\b[^>]*>)(.*?)<\/(?:select|textarea)>/gis,
  );
  const parts = [...found].map(([whole, tag, content = '']): Part => {
    if (tag === undefined) return inputOf(whole);
    if (/^<select/i.test(tag)) return selectOf(tag, content);
    return {
      name: attribute(tag, 'name') ?? '',
      isHidden: false,
      values: [plain(content).replace(/^\r?\n/, '')],
    };
  });
  return parts.filter(({ name }) => name !== '');
}

/** The forms of a page that are sent by POST. */
export function htmlForms(page: string): readonly HtmlForm[] {
  const forms = [...page.matchAll(/(<form\b[^>]*>)(.*?)<\/form>/gis)];
  return forms
    .filter(([, tag = '']) => attribute(tag, 'method')?.toLowerCase() === 'post')
    .map(([markup, tag = '', content = '']) => {
      const parts = partsOf(content);
      const values = new Map<string, readonly string[]>();
      for (const part of parts) values.set(part.name, [...(values.get(part.name) ?? []), ...part.values]);
      return {
        action: attribute(tag, 'action') ?? '',
        isMultipart: attribute(tag, 'enctype') === 'multipart/form-data',
        values,
        controls: new Set(parts.filter(({ isHidden }) => !isHidden).map(({ name }) => name)),
        markup,
      };
    });
}

/** Whether a form is the one that somebody means who fills in these: it has them all, and what is hidden is the same. */
function isMeant({ values, controls }: HtmlForm, fields: Readonly<Record<string, string>>): boolean {
  return Object.entries(fields).every(
    ([name, value]) => controls.has(name) || values.get(name)?.includes(value) === true,
  );
}

/** The smallest form of a page that has all these controls; what stands around the page, as the way out, is left aside. */
export function formWith(page: string, fields: Readonly<Record<string, string>>): HtmlForm | undefined {
  const meant = htmlForms(page.slice(page.indexOf('<main'))).filter((form) => isMeant(form, fields));
  return meant.sort((a, b) => a.controls.size - b.controls.size)[0];
}

/** What a browser sends for a form that was filled in. */
export function filledIn(
  { values, isMultipart }: HtmlForm,
  fields: Readonly<Record<string, string>>,
): FormData | URLSearchParams {
  const body = isMultipart ? new FormData() : new URLSearchParams();
  for (const [name, given] of values)
    if (!(name in fields)) for (const value of given) body.append(name, value);
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return body;
}
