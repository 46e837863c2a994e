/** Which model answered a turn, and what it used. */
export const MODELS = `
ALTER TABLE orchard_blueprint_turns ADD COLUMN model TEXT;
ALTER TABLE orchard_blueprint_turns ADD COLUMN usage TEXT;
`;
