/** What a company might keep, to name as many entities as wanted. */
const THINGS = ['Customer', 'Order', 'Product', 'Invoice', 'Shipment', 'Supplier', 'Contract', 'Ticket'];
const COLORS = { accent: '#1f6feb', background: '#ffffff', surface: '#f6f8fa', text: '#1f2328' };
const ACTIONS = ['create', 'read', 'update', 'delete'];

const item = (ids, kind) => ({
  id: ids.next(kind),
  status: 'proposed',
  origin: 'inferred',
  sources: [],
  confidence: 0.9,
  locked: false,
});

const field = (ids, name, type, more = {}) => ({
  ...item(ids, 'field'),
  name,
  type,
  required: false,
  unique: false,
  default: null,
  references: null,
  values: [],
  ...more,
});

/** Six fields, of ten types in turn; the last one leads to an earlier entity. */
function fieldsOf(ids, at, earlier) {
  const target = earlier[Math.floor(at / 2)];
  const last =
    target === undefined
      ? field(ids, 'note', 'text')
      : field(ids, 'belongs to', 'reference', { references: target.id, required: at % 3 === 0 });
  return [
    field(ids, 'name', 'string', { required: true, unique: at % 4 === 0 }),
    at % 2 === 0 ? field(ids, 'price', 'money') : field(ids, 'amount', 'integer', { default: '1' }),
    at % 2 === 0 ? field(ids, 'due on', 'date') : field(ids, 'counted at', 'datetime'),
    field(ids, 'state', 'enum', { values: ['new', 'open', 'done'], default: 'new' }),
    at % 3 === 0 ? field(ids, 'contact', 'email') : field(ids, 'active', 'boolean', { default: 'true' }),
    last,
  ];
}

function entitiesOf(ids, count) {
  const entities = [];
  for (let at = 0; at < count; at += 1) {
    const round = Math.floor(at / THINGS.length);
    const name = `${THINGS[at % THINGS.length]}${round === 0 ? '' : ` ${round + 1}`}`;
    const fields = fieldsOf(ids, at, entities);
    entities.push({ ...item(ids, 'entity'), name, description: `Every ${name} there is.`, fields });
  }
  return entities;
}

function linkedTo(ids, { id: entity, name }) {
  const path = `/${name.toLowerCase().replaceAll(' ', '-')}s`;
  const text = { description: '', request: '', response: '', auth: 'signed-in', entity };
  const screen = { name: `${name} list`, purpose: '', route: path, states: [], actions: [], entity };
  return [
    ['apiEndpoints/endpoints', { ...item(ids, 'endpoint'), method: 'GET', path, ...text }],
    ['apiEndpoints/endpoints', { ...item(ids, 'endpoint'), method: 'POST', path, ...text }],
    ['uiComponents/components', { ...item(ids, 'component'), ...screen }],
  ];
}

/** Everybody sees everything, members change what is theirs, managers change it all. */
function accessOf(ids) {
  const rule = (role, actions, scope) => [
    'access/rules',
    { ...item(ids, 'accessRule'), role, resource: '*', actions, scope },
  ];
  const actor = (name) => ['intent/actors', { ...item(ids, 'actor'), name, description: '' }];
  return [
    ...[actor('Manager'), actor('Member')],
    rule('Manager', ACTIONS, 'all'),
    rule('Member', ['read'], 'all'),
    rule('Member', ['create', 'update', 'delete'], 'own'),
  ];
}

/** The look is a person's choice: its source is the message. */
function looksOf(ids, turn) {
  const said = { origin: 'user_stated', sources: [{ kind: 'message', id: turn.id, quote: turn.message }] };
  return Object.entries(COLORS).map(([name, value]) => [
    'designSystem/tokens',
    { ...item(ids, 'token'), ...said, name: `color.${name}`, type: 'color', value },
  ]);
}

/**
 * A proposer that answers the first message with a whole plan: so many entities of six fields each, with references,
 * endpoints, screens and access rules.
 */
export function proposerOf(count) {
  return {
    mode: 'guided',
    propose: async ({ ids, turn }) => {
      const entities = entitiesOf(ids, count);
      const added = [
        ...accessOf(ids),
        ...looksOf(ids, turn),
        ...entities.map((entity) => ['dataModel/entities', entity]),
        ...entities.flatMap((entity) => linkedTo(ids, entity)),
      ];
      const set = (path, value) => ({ op: 'set', path, value });
      const changes = [
        set('/feature', `Company ${count}`),
        set('/summary', 'What a company keeps track of.'),
        set('/sections/designSystem/style', 'calm'),
        set('/sections/designSystem/density', 'comfortable'),
        ...added.map(([list, value]) => ({ op: 'add', path: `/sections/${list}`, value })),
      ];
      return { reply: `A plan of ${count} entities.`, changes };
    },
  };
}
