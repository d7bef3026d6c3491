// A remote control for Chromium: each line on stdin is {do, ...}, each line on stdout its answer or {error}.
import { createRequire } from 'node:module';
import readline from 'node:readline';

const { chromium } = createRequire(new URL('../look/package.json', import.meta.url))('playwright-core');
const PATIENCE = 15_000;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Obey until stdin ends. `things` gives what can be done with a page; what stands at `place` is told when it cannot. */
export async function obey(things, place) {
  const [executablePath, width, height, dark] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  const context = await browser.newContext({
    viewport: { width: Number(width), height: Number(height) }, colorScheme: dark === 'dark' ? 'dark' : 'light', timezoneId: 'Europe/Berlin',
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const can = { ...always(page), ...(await things(page)) };
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { do: name, ...rest } = JSON.parse(line);
    let answer;
    try { answer = { is: (await can[name](rest)) ?? null }; } catch (error) {
      const shown = await page.locator(place).innerText().catch(() => '');
      answer = { error: String(error.message).slice(0, 500), shown: shown.slice(-1500) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
  await browser.close();
}

function always(page) {
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') wrong.push(message.text()); });
  return {
    go: ({ url }) => page.goto(url).then(() => null),
    gone: ({ selector }) => page.locator(selector).waitFor({ state: 'hidden' }).then(() => null),
    text: ({ selector }) => page.locator(selector).innerText(),
    evaluate: ({ script }) => page.evaluate(script),
    shot: ({ path }) => page.screenshot({ path }).then(() => path),
    wrong: () => wrong,
  };
}
