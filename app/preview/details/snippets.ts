/** A call that asks a question, whatever it is written in. */
export interface QuestionCall {
  url: string;
  /** Variable of the environment that holds the token; null: none is needed. */
  tokenVariable: string | null;
  /** JSON text. */
  body: string;
}

/** The same call for a shell, for Python and for JavaScript. */
export interface Snippets {
  curl: string;
  python: string;
  javascript: string;
  /** The body, where it is too long to be part of the text: the snippets read it from `question.json`. */
  file: string | null;
}

/** Longer questions are a file beside the snippet. */
const LONGEST_BODY = 20_000;
const FILE_NAME = 'question.json';

/** Writes a call out so that it can be pasted and run as it is, with nothing but what each language brings along. */
export function snippetsOf(call: QuestionCall): Snippets {
  const isFile = call.body.length > LONGEST_BODY;
  return {
    curl: curlOf(call, isFile),
    python: pythonOf(call, isFile),
    javascript: javascriptOf(call, isFile),
    file: isFile ? call.body : null,
  };
}

function curlOf({ url, tokenVariable, body }: QuestionCall, isFile: boolean): string {
  const lines = [
    `curl -sS -X POST ${shellText(url)}`,
    "-H 'Content-Type: application/json'",
    ...(tokenVariable ? [`-H "Authorization: Bearer $${tokenVariable}"`] : []),
    isFile ? `--data-binary @${FILE_NAME}` : `--data-raw ${shellText(body)}`,
  ];
  return lines.join(' \\\n  ');
}

/** Between single quotes a shell reads everything as it is, but for the quote itself. */
function shellText(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function pythonOf({ url, tokenVariable, body }: QuestionCall, isFile: boolean): string {
  const question = isFile ? `open(${JSON.stringify(FILE_NAME)}, "rb").read()` : 'json.dumps(question).encode()';
  return [
    ...['import json', ...(tokenVariable ? ['import os'] : []), 'import urllib.request', ''],
    ...(isFile ? [] : [`question = ${pythonLiteral(body)}`, '']),
    'request = urllib.request.Request(',
    `    ${JSON.stringify(url)},`,
    `    data=${question},`,
    '    headers={',
    '        "Content-Type": "application/json",',
    ...(tokenVariable ? [`        "Authorization": "Bearer " + os.environ["${tokenVariable}"],`] : []),
    '    },',
    ')',
    'with urllib.request.urlopen(request) as response:',
    '    print(json.dumps(json.load(response), indent=2))',
  ].join('\n');
}

/** JSON is Python but for three words; what stands in texts stays. */
function pythonLiteral(json: string): string {
  const words: Record<string, string> = { true: 'True', false: 'False', null: 'None' };
  return json.replace(/"(?:[^"\\]|\\.)*"|\b(?:true|false|null)\b/g, (found) => words[found] ?? found);
}

/** More digits than a JavaScript number keeps. */
const LONG_NUMBER = /"(?:[^"\\]|\\.)*"|\d{16,}/g;

function javascriptOf({ url, tokenVariable, body }: QuestionCall, isFile: boolean): string {
  const hasLong = (body.match(LONG_NUMBER) ?? []).some((found) => !found.startsWith('"'));
  const isText = isFile || hasLong;
  const question = isFile ? `await readFile(${JSON.stringify(FILE_NAME)})` : hasLong ? JSON.stringify(body) : body;
  return [
    ...(isFile ? ["import { readFile } from 'node:fs/promises';", ''] : []),
    `const question = ${question};`,
    '',
    `const response = await fetch(${JSON.stringify(url)}, {`,
    "  method: 'POST',",
    '  headers: {',
    "    'Content-Type': 'application/json',",
    ...(tokenVariable ? [`    Authorization: \`Bearer \${process.env.${tokenVariable}}\`,`] : []),
    '  },',
    `  body: ${isText ? 'question' : 'JSON.stringify(question)'},`,
    '});',
    'console.log(JSON.stringify(await response.json(), null, 2));',
  ].join('\n');
}
