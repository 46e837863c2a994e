/** Which model answered a turn, and what it used. */
export const MODELS = `
ALTER TABLE @.blueprint_turns ADD COLUMN model text, ADD COLUMN usage text;
`;
