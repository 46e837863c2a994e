import { Annotation, END, Send, START, StateGraph } from '@langchain/langgraph';

/** Graphs of LangGraph on one of its savers, with a checkpoint written before the next step starts (`sync`). */
export function langGraphRuns(checkpointer, close) {
  let onStep = () => undefined;
  const noop = async (n) => {
    const wait = onStep();
    if (wait !== undefined) await wait;
    return { n };
  };
  // One node that comes back to itself: quicker here than as many nodes as there are steps.
  const chain = new StateGraph(Annotation.Root({ n: Annotation(), until: Annotation() }))
    .addNode('noop', ({ n }) => noop(n + 1))
    .addEdge(START, 'noop')
    .addConditionalEdges('noop', ({ n, until }) => (n < until ? 'noop' : END), ['noop', END])
    .compile({ checkpointer });
  const fanOut = new StateGraph(
    Annotation.Root({ count: Annotation(), n: Annotation({ reducer: (_, next) => next, default: () => 0 }) }),
  )
    .addNode('noop', ({ n }) => noop(n))
    .addConditionalEdges(START, ({ count }) =>
      Array.from({ length: count }, (_, n) => new Send('noop', { n })),
    )
    .addEdge('noop', END)
    .compile({ checkpointer });
  let threads = 0;
  const config = (n) => {
    threads += 1;
    return { configurable: { thread_id: `thread_${threads}` }, recursionLimit: n + 10, durability: 'sync' };
  };
  return {
    chain: async (n, step) => {
      onStep = step;
      await chain.invoke({ n: 0, until: n }, config(n));
    },
    fanOut: async (n, step) => {
      onStep = step;
      await fanOut.invoke({ count: n }, config(n));
    },
    close,
  };
}
