declare module '*/model.json' {
  const model: import('./types.d.ts').AppModel;
  export default model;
}
