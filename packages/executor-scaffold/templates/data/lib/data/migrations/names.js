/** With room for the suffixes that PostgreSQL and this file add below its 63 bytes. */
const MAX_TABLE = 48;
const MAX_OTHER = 59;
/** Names that the databases keep for themselves, and what this app keeps for itself. */
const OWN_PREFIX = /^(?:app_|sqlite_|pg_)/i;
/** The fixed columns, PostgreSQL's own ones, and words that a guarded SQLite takes for statements. */
const RESERVED_COLUMNS = [
  ...['id', 'created_at', 'updated_at', 'record_owner'],
  ...['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid', 'attach', 'vacuum'],
];
const RESERVED_TABLES = ['attach', 'vacuum'];

/** @param {string} wanted @param {number} max */
function plain(wanted, max) {
  const ascii = wanted.replace(/[^A-Za-z0-9_]/g, '_');
  return (/^[A-Za-z_]/.test(ascii) ? ascii : `x_${ascii}`).slice(0, max);
}

/** @param {string} wanted @param {(name: string) => boolean} isFree */
function firstFree(wanted, isFree) {
  let name = wanted;
  for (let n = 2; !isFree(name); n += 1) name = `${wanted}_${n}`;
  return name;
}

/** Gives out the names of tables, indexes and constraints, each once. Case makes no difference, as in SQLite. */
export class Names {
  #taken;

  /** @param {Iterable<string>} taken */
  constructor(taken) {
    this.#taken = new Set([...taken, ...RESERVED_TABLES].map((name) => name.toLowerCase()));
  }

  /** @param {string} wanted */
  table(wanted) {
    const own = plain(wanted, MAX_TABLE - 2);
    // PostgreSQL makes an index and a sequence with every table.
    const name = firstFree(OWN_PREFIX.test(own) ? `x_${own}` : own, (candidate) =>
      this.#areFree(candidate, `${candidate}_pkey`, `${candidate}_id_seq`),
    );
    return this.#take(name, `${name}_pkey`, `${name}_id_seq`);
  }

  /** @param {readonly string[]} parts what it is for: table, column, kind */
  other(...parts) {
    const [kind = ''] = parts.slice(-1);
    const subject = plain(parts.slice(0, -1).join('_'), MAX_OTHER - kind.length - 4);
    const own = `${subject}_${kind}`;
    return this.#take(firstFree(OWN_PREFIX.test(own) ? `x_${own}` : own, (name) => this.#areFree(name)));
  }

  /** @param {readonly string[]} names */
  #areFree(...names) {
    return names.every((name) => !this.#taken.has(name.toLowerCase()));
  }

  /** @param {string} name @param {readonly string[]} more */
  #take(name, ...more) {
    for (const taken of [name, ...more]) this.#taken.add(taken.toLowerCase());
    return name;
  }
}

/** @param {string} wanted @param {Iterable<string>} taken columns of the table */
export function columnName(wanted, taken) {
  const used = new Set([...RESERVED_COLUMNS, ...taken].map((name) => name.toLowerCase()));
  return firstFree(plain(wanted, MAX_OTHER), (name) => !used.has(name.toLowerCase()));
}
