// stdin: a JSON list of Block Kit payloads. stdout: {limits, problems}: what Slack's own types and their comments object to.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { count, exceeded } from './limits.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const PRELUDE = `import type { KnownBlock, ModalView, HomeView } from '@slack/types';
type Strict<V> = Omit<V, 'blocks'> & { blocks: KnownBlock[] };
interface Message { text: string; blocks: KnownBlock[] }
`;
const KINDS = { modal: 'Strict<ModalView>', home: 'Strict<HomeView>' };
const OPTIONS = {
  strict: true, noEmit: true, skipLibCheck: true, types: [],
  target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10,
};

const payloads = JSON.parse(fs.readFileSync(0, 'utf8'));
const problems = payloads.flatMap((payload, index) => [...exceeded(payload)].map(said => `payload ${index}: ${said}`));
process.stdout.write(JSON.stringify({ limits: count, problems: [...problems, ...mistyped()] }));

function mistyped() {
  const file = path.join(HERE, 'payloads.ts');
  const source = payloads.reduce(
    (text, payload, index) => `${text}export const payload_${index}: ${KINDS[payload.type] ?? 'Message'} = ${JSON.stringify(payload, null, 1)};\n`,
    PRELUDE,
  );
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(name, source, OPTIONS.target) : getSourceFile.call(host, name, ...rest));
  host.fileExists = name => name === file || fileExists.call(host, name);
  return ts.getPreEmitDiagnostics(ts.createProgram([file], OPTIONS, host)).map(found => described(found, source));
}

function described(found, source) {
  const before = source.slice(0, found.start);
  const index = before.match(/payload_\d+/g)?.at(-1)?.slice(8) ?? '?';
  const near = source.split('\n')[before.split('\n').length - 1].trim();
  return `payload ${index}: near ${near.slice(0, 100)}: ${ts.flattenDiagnosticMessageText(found.messageText, ' ').slice(0, 400)}`;
}
