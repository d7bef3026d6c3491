// stdin: {chromium, jobs: [{payload, out, dark, people}]}. Draws every job as a PNG in one browser that may not use the network.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const LIBRARY_CSS = fs.readFileSync(new URL('node_modules/slack-blocks-to-jsx/dist/style.css', import.meta.url), 'utf8');
const OWN_CSS = `
  body { margin: 0; font: 15px/1.46 Lato, "Noto Sans", sans-serif; background: #fff; color: #1d1c1d }
  body.dark { background: #1a1d21; color: #d1d2d3 }
  #frame { box-sizing: border-box; width: 760px; padding: 16px }
  #frame.modal { width: 552px }
  .modal main { border: 1px solid #8886; border-radius: 8px; padding: 0 20px 8px }
  .modal header, .modal footer { display: flex; justify-content: space-between; padding: 14px 0; font-weight: 900; font-size: 20px }
  .modal footer { justify-content: flex-end; gap: 10px; font-size: 15px }
  .modal footer span { border: 1px solid #8888; border-radius: 4px; padding: 6px 14px }
  .modal footer .submit { background: #007a5a; border-color: #007a5a; color: #fff }
  header:empty, footer:empty { display: none !important }`;
const LOGO = 'data:image/svg+xml,' + encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="36" height="36"><rect width="36" height="36" rx="6" fill="#4a154b"/>' +
  '<path d="M9 19l6 6 12-14" fill="none" stroke="#fff" stroke-width="4"/></svg>');
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

const { chromium: executablePath, jobs } = JSON.parse(fs.readFileSync(0, 'utf8'));
const bundle = await build({
  stdin: { contents: SCRIPT, loader: 'jsx', resolveDir: HERE },
  bundle: true, write: false, minify: true, format: 'iife', define: { 'process.env.NODE_ENV': '"production"' },
});
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
try {
  const page = await (await browser.newContext({ viewport: { width: 760, height: 600 }, deviceScaleFactor: 2, timezoneId: 'Europe/Berlin' })).newPage();
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
  if (errors.length) throw new Error(`${out}: ${errors.join('; ')}`);
  await page.locator('#frame').screenshot({ path: out });
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

// To the library `verbatim` means no markup at all; to Slack only that names and addresses are not looked for.
// And it decodes &lt; before it looks for mentions, which Slack does not: a joiner keeps the sign a sign.
function visible(blocks) {
  return JSON.parse(JSON.stringify(blocks, (key, value) => (key === 'verbatim' ? undefined : value)).replaceAll('&lt;', '&lt;\u2060'));
}
