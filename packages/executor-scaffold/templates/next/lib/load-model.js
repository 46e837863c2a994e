import model from './model.json' with { type: 'json' };

/** The model that stands next to this file: a bundle holds it, too. */
export const loadModel = () => model;
