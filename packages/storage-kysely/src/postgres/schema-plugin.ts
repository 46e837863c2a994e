import {
  IdentifierNode,
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryId,
  SchemableIdentifierNode,
} from 'kysely';

const PREFIX = 'orchard_';

/** SQLite tables carry a prefix; in PostgreSQL they have a schema instead. */
class PrefixToSchema extends OperationNodeTransformer {
  readonly #schema: string;

  constructor(schema: string) {
    super();
    this.#schema = schema;
  }

  protected override transformSchemableIdentifier(
    node: SchemableIdentifierNode,
    queryId?: QueryId,
  ): SchemableIdentifierNode {
    const { name } = node.identifier;
    if (!name.startsWith(PREFIX)) return super.transformSchemableIdentifier(node, queryId);
    return SchemableIdentifierNode.createWithSchema(this.#schema, name.slice(PREFIX.length));
  }

  protected override transformIdentifier(node: IdentifierNode): IdentifierNode {
    return IdentifierNode.create(node.name);
  }
}

/** Lets the queries that are written for SQLite find the tables of a schema. */
export class SchemaPlugin implements KyselyPlugin {
  readonly #transformer: PrefixToSchema;

  constructor(schema: string) {
    this.#transformer = new PrefixToSchema(schema);
  }

  transformQuery({ node, queryId }: PluginTransformQueryArgs): PluginTransformQueryArgs['node'] {
    return this.#transformer.transformNode(node, queryId);
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<PluginTransformResultArgs['result']> {
    return result;
  }
}
