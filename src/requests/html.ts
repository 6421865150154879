/**
 * What a reader can't see, and what turns the direction of writing: two names that look like one, or a name that reads
 * like another. They are shown as JSON escapes them. Breaks of lines and tabs may stay.
 */
const unseen = /[^\P{Cc}\t\n\r]|\r(?!\n)|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

function visible(text: string): string {
  return text.replace(unseen, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
    }).join(''),
  );
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Markup that is safe to put into a page as it is. */
export class Html {
  constructor(readonly text: string) {}
}

function render(value: unknown): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(render).join('');
  if (value === undefined || value === null || value === false) return '';
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : JSON.stringify(value);
  return visible(text).replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}

/** A template whose values are escaped: what comes from Azure is as hostile as what comes from a form. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Html {
  return new Html(strings.map((text, index) => text + (index < values.length ? render(values[index]) : '')).join(''));
}

/** The frame of a page: self-contained, printable, no scripts. `style` is CSS of this page alone. */
export function page(title: string, body: Html, style = ''): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          body {
            font:
              15px/1.5 system-ui,
              sans-serif;
            color: #1b1b1b;
            max-width: 60em;
            margin: 2em auto;
            padding: 0 1em;
          }
          h1 {
            font-size: 1.6em;
            margin-bottom: 0.2em;
          }
          h2 {
            font-size: 1.15em;
            margin-top: 1.8em;
            border-bottom: 1px solid #ccc;
          }
          table {
            border-collapse: collapse;
            width: 100%;
            margin: 0.5em 0;
          }
          th,
          td {
            text-align: left;
            padding: 0.25em 0.8em 0.25em 0;
            border-bottom: 1px solid #e5e5e5;
            vertical-align: top;
          }
          td.n,
          th.n {
            text-align: right;
            font-variant-numeric: tabular-nums;
          }
          td.w {
            white-space: nowrap;
          }
          td.a {
            overflow-wrap: anywhere;
          }
          code {
            font-size: 0.85em;
            overflow-wrap: anywhere;
          }
          td code {
            white-space: nowrap;
          }
          .state {
            display: inline-block;
            padding: 0.1em 0.6em;
            border-radius: 0.3em;
            color: #fff;
            background: #3a3a3a;
          }
          .completed {
            background: #1a6b34;
          }
          .completed_with_gaps {
            background: #9a5b00;
          }
          .failed,
          .rejected,
          .expired,
          .cancelled {
            background: #a02020;
          }
          .bar {
            display: flex;
            height: 0.9em;
            border-radius: 0.2em;
            overflow: hidden;
            background: #eee;
          }
          .gone {
            background: #1a6b34;
          }
          .kept {
            background: #9a5b00;
          }
          .gap {
            background: #a02020;
          }
          .state,
          .bar {
            print-color-adjust: exact;
          }
          @media screen and (prefers-color-scheme: dark) {
            :root {
              color-scheme: dark;
            }
            body {
              color: #e4e4e4;
              background: #17191d;
            }
            h2,
            th,
            td {
              border-color: #3b3f47;
            }
            .bar {
              background: #33363d;
            }
          }
          @media print {
            tr {
              break-inside: avoid;
            }
            body {
              margin: 0;
              max-width: none;
              font-size: 11px;
            }
            h2 {
              break-after: avoid;
            }
          }
          ${new Html(style)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html>`.text;
}

/** Bytes as people read them. */
export function humanBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  // 999.95 would be written as 1000.0.
  while (value >= (unit === 0 ? 1000 : 999.95) && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
