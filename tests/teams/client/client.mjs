// What a person does in Microsoft's local Teams client.
import { obey } from '../../browser/remote.mjs';

const HERE = ['127.0.0.1', 'localhost'];
const BOX = '[role=textbox][contenteditable]';

await obey(async (page) => {
  // The page asks Microsoft's servers for fonts and decoration.
  await page.route((url) => !HERE.includes(url.hostname), (route) => route.fulfill({
    contentType: 'text/javascript', headers: { 'Access-Control-Allow-Origin': '*' }, body: '',
  }));
  // The page belongs to one person; who presses is named in what it sends.
  let presser;
  await page.route('**/_conversation/v1/invoke', (route) => {
    const said = route.request().postDataJSON();
    return route.continue({ postData: JSON.stringify({ ...said, from: { ...said.from, id: presser } }) });
  });

  // The page loses what comes before it knows the name of the thread it has just begun, so that waits here for the name.
  let named = Promise.resolve();
  await page.routeWebSocket(() => true, (socket) => {
    socket.connectToServer().onMessage(async (message) => { await named; socket.send(message); });
  });

  const address = (path) => new URL(path, page.url()).href;
  const card = (about) => page.locator('.ac-adaptiveCard').filter({ hasText: about });
  // A mention is one only when it is picked from the list that opens.
  const write = async (box, text) => {
    await box.click();
    for (const part of text.split(/(@\w+)/)) {
      if (!part.startsWith('@')) await page.keyboard.type(part);
      else {
        await page.keyboard.type('@');
        await page.locator('#typeahead-menu').getByRole('menuitem', { name: part.slice(1) }).click();
      }
    }
  };
  const painted = () => page.evaluate(() => new Promise((then) => { requestAnimationFrame(() => setTimeout(then)); }));
  const sent = async (button) => {
    const answered = page.waitForResponse((response) => response.url().endsWith('/messages')).then((response) => response.json());
    named = answered.then(painted, painted);
    await button.click();
    return answered;
  };

  return {
    open: ({ name }) => page.getByRole('treeitem', { name }).click(),
    post: async ({ text }) => {
      await write(page.locator(BOX).first(), text);
      return (await sent(page.getByRole('button', { name: 'Post', exact: true }))).postConversationId;
    },
    say: async ({ text }) => {
      await write(page.locator(BOX).last(), text);
      await sent(page.getByRole('button', { name: 'Send Message' }).last());
    },
    // Nobody but the page's person can type in it: what others type is sent as the client would send it.
    type_as: async ({ from, bot, thread, text }) => {
      const begun = await page.request.get(address(`/_internal/v1/customActivities/template?conversationId=${encodeURIComponent(thread)}`));
      const mention = `<at>${bot.name}</at>`;
      const data = {
        ...(await begun.json()), type: 'message', from, text: `${mention} ${text}`, textFormat: 'plain',
        entities: [{ type: 'mention', mentioned: bot, text: mention }],
      };
      await page.request.post(address('/_internal/v1/customActivities'), { data });
    },
    press: ({ name, about, id }) => {
      presser = id;
      return card(about).first().getByRole('button', { name }).first().click();
    },
    sees: async ({ words }) => {
      const found = card(words).first();
      await found.scrollIntoViewIfNeeded();
      return found.innerText();
    },
    reads: ({ words }) => page.getByText(words).first().waitFor(),
    log: async () => (await page.locator('body').innerText()).split('Log Panel')[1],
  };
}, 'body');
