// stdin: {chromium, jobs: [{payload: {cards, title}, out, dark, people}]}. Draws every job as a PNG in one browser without network.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { small } from './palette.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const DESIGNER = new URL('node_modules/adaptivecards-designer/', import.meta.url);
const THEMES = Object.fromEntries(['light', 'dark'].map(theme => [theme, {
  host: JSON.parse(fs.readFileSync(new URL(`lib/hostConfigs/microsoft-teams-${theme}.json`, DESIGNER), 'utf8')),
  css: fs.readFileSync(new URL(`dist/containers/teams-container-${theme}.css`, DESIGNER), 'utf8').replace(/url\([^)]*\)/g, 'none'),
}]));
// The designer's style sheets show Teams as it was; these are its present colours (Fluent 2) where they are most seen.
THEMES.dark.host.separator.lineColor = '#474747';
const OWN_CSS = `
  body { margin: 0; font: 14px/20px "Segoe UI", sans-serif; background: #f5f5f5; --line: #d1d1d1; --paper: #fff; --ink: #242424; --brand: #5b5fc7; --danger: #c4314b; --field: #f5f5f5 }
  body.dark { background: #1f1f1f; color-scheme: dark; --line: #666; --paper: #292929; --ink: #fff; --brand: #7f85f5; --danger: #e37d80; --field: #1f1f1f }
  #frame { box-sizing: border-box; width: 640px; padding: 16px; color: var(--ink) }
  .sheet { background: var(--paper); border-radius: 4px; box-shadow: 0 1px 3px #0005; margin-bottom: 12px }
  .sheet:last-child { margin-bottom: 0 }
  .dialog { overflow: hidden; background: var(--paper); border-radius: 8px; box-shadow: 0 2px 8px #0006 }
  .dialog .sheet { background: none; box-shadow: none }
  header:empty { display: none }
  header { display: flex; justify-content: space-between; padding: 20px 16px 0; font-size: 18px; font-weight: 700 }
  p { margin: 0 }
  .ac-richTextBlock { line-height: 19px }
  .at { color: var(--brand) }
  .ac-pushButton { height: 32px; padding: 0 12px; font-weight: 600; background: none; color: var(--ink); border: 1px solid var(--line) }
  .ac-pushButton.style-positive { background: #5b5fc7; border-color: #5b5fc7; color: #fff }
  .ac-pushButton.style-destructive { border-color: var(--danger); color: var(--danger) }
  .ac-input { box-sizing: border-box; background: var(--field) !important; color: var(--ink) !important; border-radius: 4px; border: 0; border-bottom: 1px solid var(--line) !important }
  a.ac-anchor:link { color: var(--brand) }
  input[type=date].empty::-webkit-datetime-edit { opacity: 0 }`;
const SCRIPT = `
  import * as Cards from 'adaptivecards';
  import markdown from 'markdown-it';
  let entities;
  Cards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = entities.reduce((html, { text }) => html.replaceAll(escaped(text), '<span class=at>' + escaped(text.slice(4, -5)) + '</span>'), markdown().render(text));
    result.didProcess = true;
  };
  const escaped = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  window.draw = (json, host) => {
    entities = json.msteams.entities ?? [];
    const card = new Cards.AdaptiveCard();
    card.hostConfig = new Cards.HostConfig(host);
    const context = new Cards.SerializationContext(Cards.Versions.v1_5);
    card.parse(json, context);
    const said = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
    said.push(...card.validateProperties().validationEvents.map(event => event.message));
    const sheet = document.createElement('div');
    sheet.className = 'sheet';
    sheet.append(card.render());
    document.querySelector('main').append(sheet);
    for (const input of document.querySelectorAll('input[type=date]')) input.classList.toggle('empty', !input.value);
    return said;
  };`;

const { chromium: executablePath, jobs } = JSON.parse(fs.readFileSync(0, 'utf8'));
const bundle = await build({
  // Without the package's word that it has no side effects, which would lose the elements that register themselves.
  stdin: { contents: SCRIPT, loader: 'js', resolveDir: HERE }, bundle: true, write: false, minify: true, format: 'iife', ignoreAnnotations: true,
});
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
try {
  const page = await (await browser.newContext({ viewport: { width: 640, height: 600 }, deviceScaleFactor: 1.5, timezoneId: 'Europe/Berlin' })).newPage();
  const errors = [];
  page.on('pageerror', error => errors.push(error.message));
  await page.route('**/*', route => route.abort());
  await page.setContent('<meta charset=utf-8><style></style><div id=frame><div><header></header><main></main></div></div>');
  await page.addScriptTag({ content: bundle.outputFiles[0].text });
  for (const job of jobs) await drawn(page, job, errors);
} finally {
  await browser.close();
}

async function drawn(page, { payload: { cards, title }, out, dark, people }, errors) {
  const theme = THEMES[dark ? 'dark' : 'light'];
  await page.evaluate(framed, { title, dark, css: theme.css + OWN_CSS });
  for (const card of cards) {
    const said = await page.evaluate(([json, host]) => window.draw(json, host), [visible(card, people), theme.host]);
    errors.push(...said);
  }
  if (errors.length) throw new Error(`${out}: ${errors.join('; ')}`);
  fs.writeFileSync(out, small(await page.locator('#frame').screenshot()));
  process.stdout.write(`${out}\n`);
}

function framed({ title, dark, css }) {
  document.body.className = dark ? 'dark' : '';
  document.querySelector('style').textContent = css;
  document.getElementById('frame').firstElementChild.className = title ? 'dialog' : '';
  document.querySelector('header').replaceChildren(...(title ? [title, '✕'] : []).map(text => {
    const made = document.createElement('span');
    made.textContent = text;
    return made;
  }));
  document.querySelector('main').replaceChildren();
}

/** The card so that the library shows what Teams would: a search for people is a field with somebody's name in it. */
function visible(card, people) {
  return JSON.parse(JSON.stringify(card), (key, value) => {
    if (!value?.['choices.data']) return value;
    const { 'choices.data': _data, choices: _choices, ...input } = value;
    return { ...input, type: 'Input.Text', value: people[value.value] ?? '' };
  });
}
