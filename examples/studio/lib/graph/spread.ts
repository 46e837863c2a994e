/** One thing on a line: where it would like its middle to be, and how much room it takes. */
export interface Wish {
  readonly middle: number;
  readonly size: number;
}

interface Block {
  sum: number;
  count: number;
}

/**
 * Places things on a line in the given order, without overlap, as near to their wishes as can be (least squares): pools
 * neighbours that would overlap until none does.
 *
 * @returns the middles, in the same order
 */
export function spread(wishes: readonly Wish[], gap: number): readonly number[] {
  const offsets: number[] = [];
  let room = 0;
  for (const [index, { size }] of wishes.entries()) {
    room += index === 0 ? 0 : (wishes[index - 1]?.size ?? 0) / 2 + gap + size / 2;
    offsets.push(room);
  }
  const blocks: Block[] = [];
  for (const [index, { middle }] of wishes.entries()) {
    let block: Block = { sum: middle - (offsets[index] ?? 0), count: 1 };
    for (let last = blocks.at(-1); last !== undefined && mean(last) >= mean(block); last = blocks.at(-1)) {
      blocks.pop();
      block = { sum: last.sum + block.sum, count: last.count + block.count };
    }
    blocks.push(block);
  }
  const places = blocks.flatMap((block) => Array.from({ length: block.count }, () => mean(block)));
  return places.map((place, index) => place + (offsets[index] ?? 0));
}

const mean = ({ sum, count }: Block): number => sum / count;
