// stdin: a JSON list of Adaptive Cards. stdout: what the types of Microsoft's own Teams SDK object to, as a JSON list.
import fs from 'node:fs';
import { mistyped } from './types.mjs';

const PRELUDE = "import type { IAdaptiveCard } from '@microsoft/teams.cards';\n";

const cards = JSON.parse(fs.readFileSync(0, 'utf8'));
// The types want "full", where Teams' documentation writes "Full"; Teams takes both.
for (const { msteams } of cards) if (msteams?.width) msteams.width = msteams.width.toLowerCase();
process.stdout.write(JSON.stringify(mistyped(cards, () => 'IAdaptiveCard', PRELUDE)));
