export * from './inputs.ts';
export * from './model/app-model.ts';
export * from './model/derive-model.ts';
export * from './run/lines.ts';
export * from './sandbox.ts';
export * from './scaffold-executor.ts';
