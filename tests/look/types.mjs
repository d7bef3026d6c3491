// What TypeScript objects to when each payload is declared to be of its type.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const FILE = path.join(path.dirname(fileURLToPath(import.meta.url)), 'payloads.ts');
const OPTIONS = {
  strict: true, noEmit: true, skipLibCheck: true, types: [],
  target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10,
};

/** Sentences that start with the payload's number; `kind` names a payload's type, `prelude` declares the types. */
export function mistyped(payloads, kind, prelude) {
  const source = payloads.reduce(
    (text, payload, index) => `${text}export const payload_${index}: ${kind(payload)} = ${JSON.stringify(payload, null, 1)};\n`,
    prelude,
  );
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...rest) => (name === FILE ? ts.createSourceFile(name, source, OPTIONS.target) : getSourceFile.call(host, name, ...rest));
  host.fileExists = name => name === FILE || fileExists.call(host, name);
  return ts.getPreEmitDiagnostics(ts.createProgram([FILE], OPTIONS, host)).map(found => described(found, source));
}

function described(found, source) {
  const before = source.slice(0, found.start);
  const index = before.match(/payload_\d+/g)?.at(-1)?.slice(8) ?? '?';
  const near = source.split('\n')[before.split('\n').length - 1].trim();
  return `payload ${index}: near ${near.slice(0, 100)}: ${ts.flattenDiagnosticMessageText(found.messageText, ' ').slice(0, 400)}`;
}
