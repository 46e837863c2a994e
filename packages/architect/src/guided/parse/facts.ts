import type { FieldType } from '@orchard-studio/core';

/** Who may see and change things, in general; `named` is nobody but who was named. */
export type AccessModel = 'link' | 'shared' | 'own' | 'staff' | 'named';

/** A noun phrase without its article: "the due dates" → due dates. */
export interface Phrase {
  /** Lower case. */
  readonly words: readonly string[];
  /** Lower case, last word in the singular: `due date`. */
  readonly singular: string;
  readonly isPlural: boolean;
  /** "several speakers", "many tags": more than one of them is meant. */
  readonly isMany: boolean;
  /** As written. */
  readonly text: string;
}

/** One entry of a list, with what stands in brackets or after "with". */
export interface Item {
  readonly phrase: Phrase;
  readonly inner: readonly Item[];
  /** What stands in brackets, cut at commas and "or", as written: choices, or a remark. */
  readonly values: readonly string[];
  /** "paid or not", "yes/no". */
  readonly isFlag: boolean;
  /** "comments on posts": the thing it belongs to, if there is such a thing. */
  readonly under: Phrase | null;
}

/** What one part of a sentence says. Facts say nothing about the Blueprint yet. */
export type Fact =
  | {
      readonly kind: 'feature';
      readonly name: string;
      readonly head: Phrase;
      /** The name is that of a business the app is made for: it keeps something else. */
      readonly isBusiness?: boolean;
    }
  | {
      readonly kind: 'access';
      readonly model: AccessModel;
      /** Who changes things in the model `staff`. */
      readonly role: Phrase | null;
    }
  | {
      readonly kind: 'rates';
      readonly actor: Phrase;
      readonly subject: Phrase;
      /** The marks to give, empty when nobody said which. */
      readonly values: readonly string[];
      /** What goes with the mark: a comment. */
      readonly items: readonly Item[];
      readonly text: string;
    }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'holds'; readonly items: readonly Item[] }
  | { readonly kind: 'has'; readonly subject: Phrase; readonly items: readonly Item[] }
  | { readonly kind: 'belongs'; readonly subject: Phrase; readonly targets: readonly Phrase[] }
  | {
      readonly kind: 'acts';
      readonly actor: Phrase;
      /** In the base form: create, assign. */
      readonly verbs: readonly string[];
      readonly items: readonly Item[];
      /** "only their own". */
      readonly own: boolean;
      /** "all appointments". */
      readonly all: boolean;
      /** "can", "may", "is allowed to". */
      readonly may: boolean;
      /** "everything", or nothing behind the verb: "only staff can edit". */
      readonly whole: boolean;
      /** "only admins can". */
      readonly only: boolean;
      /** The clause as written. */
      readonly text: string;
    }
  | { readonly kind: 'behaves'; readonly text: string }
  | { readonly kind: 'audience'; readonly actor: Phrase }
  | {
      readonly kind: 'choices';
      readonly subject: Phrase;
      readonly field: string | null;
      readonly values: readonly string[];
    }
  | {
      readonly kind: 'property';
      readonly field: Phrase;
      readonly of: Phrase | null;
      readonly property: Property;
    }
  | { readonly kind: 'add'; readonly items: readonly Item[]; readonly to: Phrase | null }
  | { readonly kind: 'remove'; readonly what: Phrase; readonly from: Phrase | null }
  | { readonly kind: 'rename'; readonly what: Phrase; readonly to: Phrase; readonly of: Phrase | null }
  | { readonly kind: 'nonGoal'; readonly text: string }
  | { readonly kind: 'look'; readonly word: string };

export type Property =
  | { readonly key: 'required'; readonly value: boolean }
  | { readonly key: 'unique'; readonly value: boolean }
  | { readonly key: 'type'; readonly value: FieldType };
