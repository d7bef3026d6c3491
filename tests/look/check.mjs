// stdin: a JSON list of Block Kit payloads. stdout: {limits, problems}: what Slack's own types and their comments object to.
import fs from 'node:fs';
import { count, exceeded } from './limits.mjs';
import { mistyped } from './types.mjs';

const PRELUDE = `import type { KnownBlock, ModalView, HomeView } from '@slack/types';
type Strict<V> = Omit<V, 'blocks'> & { blocks: KnownBlock[] };
interface Message { text: string; blocks: KnownBlock[] }
`;
const KINDS = { modal: 'Strict<ModalView>', home: 'Strict<HomeView>' };

const payloads = JSON.parse(fs.readFileSync(0, 'utf8'));
const problems = payloads.flatMap((payload, index) => [...exceeded(payload)].map(said => `payload ${index}: ${said}`));
const types = mistyped(payloads, payload => KINDS[payload.type] ?? 'Message', PRELUDE);
process.stdout.write(JSON.stringify({ limits: count, problems: [...problems, ...types] }));
