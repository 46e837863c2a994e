const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

export const DETERMINERS = words(
  `a an the some any each every all both this that these those my our your their its his her many multiple several
   various different few other another own new zero one two three four five more lots plenty`,
);

/** Praise and size say nothing about a thing. */
export const VAGUE = words(
  `simple nice basic little small tiny cool great good quick easy fast modern beautiful pretty lightweight useful
   proper decent fancy clean big large following usual optional mandatory`,
);

export const PRONOUNS = words(
  `i we you he she it they them me us him this that these those something anything everything nothing stuff things
   thing one ones who which what whatever data information info etc everywhere somewhere also`,
);

export const CONJUNCTIONS = words('and or plus nor');

export const PREPOSITIONS = words(
  `with for to by in on at from per into onto about via using through during under inside within without including
   containing like such than between across after before until against over as`,
);

export const RELATIVES = words(
  'that which who whose whom where when while so because if then but though although',
);

export const HAVE = words(
  `has have having had need needs needing require requires contain contains containing include includes store stores
   hold holds comprise comprises carry carries get gets`,
);

export const BE = words('is are was were be been being am');
export const MODALS = words('can could may might must should shall will would cannot');
export const ADVERBS = words(
  `only also just always never often usually easily quickly then still even already too maybe perhaps additionally
   optionally sometimes later all both each directly`,
);

/** Words that show that a text is English. */
export const ENGLISH = words(
  `a an the and or with where who that which i want need we my our your their is are has have can should people
   users of for to in on at be it do does as by from not track build make create app each every add remove rename
   show list only own please also`,
);

/** Frequent words of other languages in Latin letters. */
export const FOREIGN = words(
  `der die das und ich ein eine mit für auf ist möchte brauche el la los las una y que quiero con para por del le les
   des du et je un une veux avec pour dans il gli di che voglio een het ik wil met voor van uma o os com não jag vill
   och ett med på chcę na z oraz för aplicación aplicacion anwendung projekte aufgaben tareas proyectos`,
);
