import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';

const COMPONENTS: Components = {
  table: ({ node: _node, ...props }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex lint/a11y/useSemanticElements: without it a keyboard could not scroll a wide table; a fieldset is for forms.
    <div role="group" aria-label="Table" tabIndex={0} className="overflow-x-auto">
      <table {...props} />
    </div>
  ),
  a: ({ node: _node, ...props }) => <a target="_blank" rel="noopener noreferrer" {...props} />,
};

export interface MarkdownProps {
  readonly text: string;
  /** Leaves out comments and other HTML, which is shown as text otherwise. */
  readonly hidesHtml?: boolean;
}

/** Markdown as elements: no HTML of the text's own, no images, so that nothing is fetched from anywhere. */
export function Markdown({ text, hidesHtml = false }: MarkdownProps) {
  return (
    <div dir="auto" className="prose-orchard">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        components={COMPONENTS}
        disallowedElements={['img']}
        skipHtml={hidesHtml}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}
