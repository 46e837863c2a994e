/** What pages show: plain data, so that every kind of page (HTML text, components) shows the same. */

export interface Link {
  /** Null when the viewer may not go there. */
  readonly href: string | null;
  readonly text: string;
}

/** A stored value, ready to be shown. */
export type Shown =
  | { readonly kind: 'none' }
  | { readonly kind: 'text' | 'prose' | 'number' | 'tag' | 'code'; readonly text: string }
  | { readonly kind: 'time'; readonly iso: string; readonly text: string }
  | { readonly kind: 'boolean'; readonly on: boolean }
  | { readonly kind: 'links'; readonly links: readonly Link[] }
  | { readonly kind: 'external'; readonly href: string; readonly text: string }
  | { readonly kind: 'email'; readonly text: string }
  | { readonly kind: 'image'; readonly src: string; readonly name: string }
  | { readonly kind: 'file'; readonly href: string; readonly name: string; readonly size: string };

/** What stands around every page. */
export interface Shell {
  readonly app: string;
  readonly navigation: readonly { readonly href: string; readonly text: string; readonly current: boolean }[];
  readonly access: {
    readonly enforced: boolean;
    readonly account: { readonly name: string; readonly email: string } | null;
    readonly isAdministrator: boolean;
  };
  readonly gaps: number;
}

export interface HomeView {
  readonly title: string;
  readonly summary: string;
  readonly cards: readonly {
    readonly href: string;
    readonly name: string;
    readonly description: string;
    readonly total: number;
    readonly latest: readonly Link[];
    readonly add: Link | null;
  }[];
  /** What to say when there are no cards. */
  readonly empty: string;
}

export interface Column {
  readonly key: string;
  readonly label: string;
  readonly isNumeric: boolean;
  /** Null for a column that cannot be sorted. */
  readonly sortHref: string | null;
  readonly sorted: 'none' | 'ascending' | 'descending';
}

export interface ListRow {
  readonly id: number;
  readonly title: string;
  readonly href: string;
  readonly canEdit: boolean;
  /** In the order of the columns; the first is the title, which leads to the record. */
  readonly cells: readonly Shown[];
}

export interface ListView {
  readonly name: string;
  readonly plural: string;
  readonly path: string;
  readonly description: string;
  readonly addHref: string | null;
  readonly search: string;
  readonly canSearch: boolean;
  readonly filters: readonly { readonly label: string; readonly value: Shown }[];
  readonly isNarrowed: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly ListRow[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  readonly previousHref: string | null;
  readonly nextHref: string | null;
  /** Address of this very list. */
  readonly here: string;
}

export interface RelatedView {
  readonly plural: string;
  readonly name: string;
  /** Says by which reference, when there are several. */
  readonly note: string | null;
  readonly total: number;
  readonly links: readonly Link[];
  readonly addHref: string | null;
  readonly allHref: string | null;
}

export interface DetailView {
  readonly id: number;
  readonly title: string;
  readonly plural: string;
  readonly path: string;
  readonly href: string;
  readonly canEdit: boolean;
  readonly canDelete: boolean;
  readonly fields: readonly { readonly key: string; readonly label: string; readonly value: Shown }[];
  readonly createdAt: { readonly iso: string; readonly text: string };
  readonly updatedAt: { readonly iso: string; readonly text: string };
  readonly related: readonly RelatedView[];
}

export interface Control {
  readonly key: string;
  readonly id: string;
  readonly label: string;
  readonly required: boolean;
  readonly hint: string | null;
  /** Where to add what can be chosen, when there is nothing to choose yet. */
  readonly addFirst: Link | null;
  readonly problem: string | null;
  readonly kind: 'input' | 'textarea' | 'checkbox' | 'select' | 'choices' | 'file';
  /** Of an input. */
  readonly type: 'text' | 'date' | 'datetime-local' | 'email' | 'url';
  readonly inputMode: 'text' | 'numeric' | 'decimal';
  readonly rows: number;
  /** What is filled in; several for choices, `true` for a ticked box. */
  readonly values: readonly string[];
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** The stored file. */
  readonly file: Shown | null;
}

export interface FormView {
  readonly heading: string;
  readonly plural: string;
  readonly path: string;
  /** Where the form goes. */
  readonly href: string;
  /** Where it belongs: the list, or the first page for whoever may not look at that. */
  readonly back: { readonly href: string; readonly text: string };
  /** Where "Cancel" leads. */
  readonly cancelHref: string;
  readonly submit: string;
  readonly hasFiles: boolean;
  readonly controls: readonly Control[];
  /** In the order of the controls; those of no control have no id. */
  readonly problems: readonly { readonly id: string | null; readonly message: string }[];
}

export interface RemoveView {
  readonly title: string;
  readonly name: string;
  readonly path: string;
  readonly href: string;
  readonly blockedBy: readonly { readonly href: string; readonly plural: string; readonly count: number }[];
}

export interface AccountView {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly state: 'active' | 'invited' | 'disabled';
  readonly isSelf: boolean;
}

export interface AdministrationView {
  readonly accounts: readonly AccountView[];
  readonly roles: readonly { readonly value: string; readonly label: string }[];
  /** What people may become by signing up, empty for nothing. */
  readonly signUp: string;
}
