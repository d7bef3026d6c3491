// What a person does on the page of the local Slack.
import { obey } from './remote.mjs';

await obey((page) => {
  // What is in front: a dialog makes everything behind it inert.
  const front = async () => ((await page.locator('dialog[open]').count()) ? page.locator('dialog[open]').last() : page.locator('body'));
  // "Accept all" may go on with a number.
  const called = (name) => new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}( \\d+)?$`);
  const within = async (words) => (words ? page.locator('article', { hasText: words }).last() : front());
  return {
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
  };
}, '#messages');
