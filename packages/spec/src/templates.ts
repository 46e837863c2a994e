/** The full document. */
export const defaultTemplate = `# Feature: {{feature}}

<!-- {{id}} -->

## Summary

{{summary}}

{{#if actors}}
People:

{{#each actors}}
- **{{name}}**{{#if description}}: {{description}}{{/if}} ({{origin}}) <!-- {{id}} -->
{{/each}}

{{/if}}
{{#if journeys}}
What they do:

{{#each journeys}}
- {{text}} ({{origin}}) <!-- {{id}} -->
{{/each}}

{{/if}}
{{#if nonGoals}}
Not part of it:

{{#each nonGoals}}
- {{text}} ({{origin}}) <!-- {{id}} -->
{{/each}}

{{/if}}
## Requirements

{{#each requirements}}
- **{{title}}**: given {{given}}, when {{when}}, then {{outcome}} ({{origin}}) <!-- {{id}} -->
{{else}}
None stated.
{{/each}}

{{#if accessRules}}
| Who | What | May | Whose |
| --- | --- | --- | --- |
{{#each accessRules}}
| {{role}} | {{resource}} | {{actions}} | {{scope}} |
{{/each}}

{{/if}}
{{#if qualityGoals}}
Quality:

{{#each qualityGoals}}
- {{text}} ({{origin}}) <!-- {{id}} -->
{{/each}}

{{/if}}
{{#if integrations}}
Other systems:

{{#each integrations}}
- **{{name}}**: {{purpose}} ({{origin}}) <!-- {{id}} -->
{{/each}}

{{/if}}
## Data Model

{{#each entities}}
### {{name}}

<!-- {{id}} -->

{{#if description}}
{{description}}

{{/if}}
| Field | Type | Required | Unique | Default | Origin |
| --- | --- | --- | --- | --- | --- |
{{#each fields}}
| {{name}} | {{type}} | {{required}} | {{unique}} | {{default}} | {{origin}} |
{{/each}}

{{else}}
None stated.

{{/each}}
## API Endpoints

{{#if endpoints}}
| Method | Path | Description | Who | Origin |
| --- | --- | --- | --- | --- |
{{#each endpoints}}
| {{method}} | {{path}} | {{description}} | {{auth}} | {{origin}} |
{{/each}}
{{else}}
None stated.
{{/if}}

## UI Components

{{#each components}}
- **{{name}}** at {{route}}: {{purpose}} States: {{states}}. Actions: {{actions}}. ({{origin}}) <!-- {{id}} -->
{{else}}
None stated.
{{/each}}

## Design System

Style: {{style}}. Density: {{density}}.

{{#if tokens}}
| Token | Type | Value | Origin |
| --- | --- | --- | --- |
{{#each tokens}}
| {{name}} | {{type}} | {{value}} | {{origin}} |
{{/each}}
{{/if}}

## Assumptions

{{#each assumptions}}
- {{assumption}} ({{status}}) <!-- {{id}} -->
{{else}}
None.
{{/each}}

## Open Questions

{{#each openQuestions}}
- {{text}} ({{status}}) <!-- {{id}} -->
{{else}}
None.
{{/each}}

## Decisions

{{#each decisions}}
- **{{title}}**: {{choice}}; reason: {{reason}} ({{origin}}) <!-- {{id}} -->
{{else}}
None.
{{/each}}

## Accepted risks

{{#each acceptedRisks}}
- **{{code}}**: {{message}} {{fix}}
{{else}}
None.
{{/each}}
`;

/** Only the seven headings of the original plan. */
export const minimalTemplate = `# Feature: {{feature}}

## Summary

{{summary}}

## Data Model

{{#each entities}}
- **{{name}}**:{{#each fields}} {{name}} ({{type}}){{#unless @last}},{{/unless}}{{/each}}
{{/each}}

## API Endpoints

{{#each endpoints}}
- {{method}} {{path}}: {{description}}
{{/each}}

## UI Components

{{#each components}}
- **{{name}}**: {{purpose}}
{{/each}}

## Design System

Style: {{style}}. Density: {{density}}.

## Assumptions

{{#each assumptions}}
- {{assumption}}
{{/each}}
`;
