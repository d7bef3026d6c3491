// stdin: {chromium, measure, jobs: [{payload, out, dark, people}]}. Draws every job in one browser that may not use the network:
// as a PNG, or with `measure` only to tell its height, which takes a third of the time.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { small } from './palette.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const LIBRARY_CSS = fs.readFileSync(new URL('node_modules/slack-blocks-to-jsx/dist/style.css', import.meta.url), 'utf8');
const OWN_CSS = `
  body { margin: 0; font: 15px/1.46 Lato, sans-serif; background: #fff; color: #1d1c1d }
  body.dark { background: #1a1d21; color: #d1d2d3; color-scheme: dark }
  #frame { box-sizing: border-box; width: 760px; padding: 16px }
  #frame.modal { width: 552px }
  .modal main { border: 1px solid #8886; border-radius: 8px; padding: 0 20px 8px }
  .modal header, .modal footer { display: flex; justify-content: space-between; padding: 14px 0; font-weight: 900; font-size: 20px }
  .modal footer { justify-content: flex-end; gap: 10px; font-size: 15px }
  .modal footer span { border: 1px solid #8888; border-radius: 4px; padding: 6px 14px }
  .modal footer .submit { background: #007a5a; border-color: #007a5a; color: #fff }
  .modal textarea { resize: none }
  .modal textarea.line { height: 40px !important; min-height: 0 !important }
  .modal .text-small.flex > p { display: none }
  .modal input[type=date]::-webkit-datetime-edit { opacity: 0 }
  header:empty, footer:empty { display: none !important }`;
const LOGO = 'data:image/svg+xml,' + encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="36" height="36"><rect width="36" height="36" rx="6" fill="#4a154b"/>' +
  '<path d="M9 19l6 6 12-14" fill="none" stroke="#fff" stroke-width="4"/></svg>');
// What Slack itself writes into an input that says nothing, and where the library writes words of its own.
const EMPTY = {
  plain_text_input: ' ', datepicker: 'Select a date', static_select: 'Select an option', users_select: 'Select a person',
  conversations_select: 'Select a channel',
};
const SENT = Date.UTC(2026, 10, 23, 9, 42);

const SCRIPT = `
  import React from 'react';
  import { createRoot } from 'react-dom/client';
  import { flushSync } from 'react-dom';
  import { Message } from 'slack-blocks-to-jsx';
  let root;
  window.draw = props => {
    root?.unmount();
    root = createRoot(document.getElementById('blocks'));
    flushSync(() => root.render(<Message {...props} time={new Date(props.time)} />));
    return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  };`;

const { chromium: executablePath, jobs, measure } = JSON.parse(fs.readFileSync(0, 'utf8'));
const bundle = await build({
  stdin: { contents: SCRIPT, loader: 'jsx', resolveDir: HERE },
  bundle: true, write: false, minify: true, format: 'iife', define: { 'process.env.NODE_ENV': '"production"' },
});
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
try {
  const page = await (await browser.newContext({ viewport: { width: 760, height: 600 }, deviceScaleFactor: 1.5, timezoneId: 'Europe/Berlin' })).newPage();
  const errors = [];
  page.on('pageerror', error => errors.push(error.message));
  await page.route('**/*', route => route.abort());
  await page.setContent(`<meta charset=utf-8><style>${LIBRARY_CSS}${OWN_CSS}</style>
    <div id=frame><main><header></header><div id=blocks></div><footer></footer></main></div>`);
  await page.addScriptTag({ content: bundle.outputFiles[0].text });
  for (const job of jobs) await drawn(page, job, errors);
} finally {
  await browser.close();
}

async function drawn(page, { payload, out, dark, people }, errors) {
  const view = payload.type === 'modal' || payload.type === 'home';
  await page.evaluate(framed, { payload, dark });
  await page.evaluate(props => window.draw(props), {
    blocks: visible(payload.blocks), name: 'Readiness', logo: LOGO, time: SENT, theme: dark ? 'dark' : 'light', withoutWrapper: view,
    data: { users: Object.entries(people).map(([id, name]) => ({ id, name })), channels: [], user_groups: [] },
  });
  await page.evaluate(lowered, payload.blocks);
  if (errors.length) throw new Error(`${out}: ${errors.join('; ')}`);
  if (measure) return process.stdout.write(`${(await page.locator('main').boundingBox()).height}\n`);
  fs.writeFileSync(out, small(await page.locator('#frame').screenshot()));
  process.stdout.write(`${out}\n`);
}

function framed({ payload, dark }) {
  document.body.className = dark ? 'dark' : '';
  document.getElementById('frame').className = payload.type ?? 'message';
  const labels = (place, ...texts) => document.querySelector(place).replaceChildren(...texts.filter(Boolean).map(text => {
    const made = document.createElement('span');
    made.textContent = text.text;
    made.className = text === payload.submit ? 'submit' : '';
    return made;
  }));
  labels('header', payload.title);
  labels('footer', payload.close, payload.submit);
}

/** The blocks so that the library shows what Slack would: no markup in plain text, no "@here", choices that are made. */
function visible(blocks) {
  return JSON.parse(JSON.stringify(blocks), (key, value) => {
    if (value?.type === 'plain_text') return { ...value, text: literal(value.text) };
    // To the library `verbatim` means no markup at all; to Slack only that names and addresses are not looked for. And it
    // decodes &lt; before it looks for mentions, which Slack does not: a joiner keeps the sign a sign.
    if (value?.type === 'mrkdwn') return { type: 'mrkdwn', text: value.text.replace(/&lt;|(?<!<)@/g, '$&\u2060') };
    if (value?.type === 'input') return { ...value, label: optional(value), element: filled(value.element) };
    return value;
  });
}

/** The library reads markup in plain text too; these look the same and mean nothing. */
function literal(text) {
  const twins = { '*': '\u2217', '~': '\u223c', '`': '\u02cb', ':': '\u2236' };
  return text.replace(/[*~`]|:(?=[^\s:]+:)/g, sign => twins[sign]).replace(/[<@_&]/g, '$&\u2060');
}

function optional({ label, optional }) {
  return optional ? { ...label, text: `${label.text} (optional)` } : label;
}

function filled(element) {
  const shown = element.initial_option?.text ?? { type: 'plain_text', text: EMPTY[element.type] };
  return { placeholder: shown, ...element };
}

// The library draws every text input as tall as a paragraph.
function lowered(blocks) {
  const inputs = blocks.map(block => block.element).filter(element => element?.type === 'plain_text_input');
  document.querySelectorAll('textarea').forEach((area, index) => inputs[index].multiline || area.classList.add('line'));
}
