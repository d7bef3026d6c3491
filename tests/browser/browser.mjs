// A remote control for Chromium: each line on stdin is {do, ...}, each line on stdout its answer or {error}.
import { createRequire } from 'node:module';
import readline from 'node:readline';

const { chromium } = createRequire(new URL('../look/package.json', import.meta.url))('playwright-core');
const [executablePath, width, height, dark] = process.argv.slice(2);
const PATIENCE = 15_000;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const browser = await chromium.launch({ executablePath, args: FLAGS });
const context = await browser.newContext({
  viewport: { width: Number(width), height: Number(height) }, colorScheme: dark === 'dark' ? 'dark' : 'light', timezoneId: 'Europe/Berlin',
});
context.setDefaultTimeout(PATIENCE);
const page = await context.newPage();
const wrong = [];
page.on('pageerror', (error) => wrong.push(error.message));
page.on('console', (message) => { if (message.type() === 'error') wrong.push(message.text()); });

// What is in front: a dialog makes everything behind it inert.
const front = async () => ((await page.locator('dialog[open]').count()) ? page.locator('dialog[open]').last() : page.locator('body'));
// "Accept all" may go on with a number.
const called = (name) => new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}( \\d+)?$`);
const within = async (words) => (words ? page.locator('article', { hasText: words }).last() : front());

const DO = {
  go: ({ url }) => page.goto(url).then(() => null),
  act_as: async ({ name }) => {
    const read = page.waitForResponse((response) => response.url().includes('/page/state'));
    await page.getByLabel('You act as').selectOption({ label: name });
    await read;
  },
  say: async ({ text }) => {
    const answered = page.waitForResponse((response) => response.url().endsWith('/page/command'));
    await page.locator('#typed').fill(text);
    await page.locator('#typed').press('Enter');
    await answered;
  },
  fill: async ({ label, value }) => { const field = (await front()).getByLabel(label); await field.fill(value); await field.blur(); },
  choose: async ({ label, value }) => { await (await front()).getByLabel(label).selectOption({ label: value }); },
  value: async ({ label }) => (await front()).getByLabel(label).inputValue(),
  press: async ({ name, about }) => { await (await within(about)).getByRole('button', { name: called(name) }).last().click(); },
  unfold: async ({ words }) => { await page.locator('article', { hasText: words }).last().locator('details.thread:not([open]) > summary').first().click(); },
  sees: async ({ words }) => { await (await front()).getByText(words).last().waitFor({ state: 'visible' }); return (await front()).getByText(words).last().innerText(); },
  gone: ({ selector }) => page.locator(selector).waitFor({ state: 'hidden' }).then(() => null),
  text: ({ selector }) => page.locator(selector).innerText(),
  evaluate: ({ script }) => page.evaluate(script),
  shot: ({ path }) => page.screenshot({ path }).then(() => path),
  wrong: () => wrong,
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { do: name, ...rest } = JSON.parse(line);
  let answer;
  try { answer = { is: (await DO[name](rest)) ?? null }; } catch (error) {
    const shown = await page.locator('#messages').innerText().catch(() => '');
    answer = { error: String(error.message).slice(0, 500), shown: shown.slice(-1500) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
