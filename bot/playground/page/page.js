// The page: what one person sees and does in the local Slack.
import { blocks } from "./blocks.js";
import { clock, el, unixOf, wallOf } from "./dom.js";
import { emoji, mrkdwn } from "./mrkdwn.js";

const $ = (id) => document.getElementById(id);
const HOME = "home";
const kept = { me: sessionStorage.getItem("me"), place: sessionStorage.getItem("place"), threads: new Set(), entered: {}, read: {} };
let state = null;
let shownModal = "";

// ── talking to the server ──

async function read() {
  const asked = kept.me;
  const response = await fetch(`/page/state?as=${encodeURIComponent(asked ?? "")}`);
  const found = await response.json();
  // An answer that was under way while somebody else was chosen would turn the page back to the former person.
  if (kept.me !== asked) return;
  state = found;
  kept.me = state.me;
  draw();
}

async function send(act, body) {
  document.body.classList.add("busy");
  try {
    const response = await fetch(`/page/${act}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ as: kept.me, ...body }),
    });
    const answer = await response.json();
    if (answer.error) toast(answer.error);
    else if (answer.status !== undefined && answer.status !== 200) toast(answer.status ? `The app answered ${answer.status}.` : "The app did not answer in time.");
    return answer;
  } finally {
    document.body.classList.remove("busy");
    await read();
  }
}

function listen() {
  const stream = new EventSource("/page/events");
  stream.onmessage = (event) => { if (!state || Number(event.data) !== state.version) read(); };
  stream.onerror = () => toast("The local Slack has stopped. Waiting for it…");
  stream.onopen = () => toast("");
}

let fading = 0;
function toast(words) {
  $("toast").textContent = words;
  clearTimeout(fading);
  if (words) fading = setTimeout(() => { $("toast").textContent = ""; }, 6000);
}

// ── drawing ──

const person = () => state.people.find((each) => each.id === state.me) ?? { tz: "UTC" };

function look(place, values, errors) {
  return { names: state.names, channels: state.channel_names, people: state.people, emoji: state.emoji, zone: person().tz, me: state.me, place, values, errors };
}

function draw() {
  const focus = focused();
  document.title = `${state.team} · local Slack`;
  $("team").textContent = state.team;
  drawPeople();
  drawClock();
  drawPlaces();
  drawPlace();
  drawModal();
  restore(focus);
}

function drawPeople() {
  const options = state.people.filter((each) => !each.deleted).map((each) => {
    const option = el("option", { value: each.id }, `${each.real_name}${each.guest ? " (guest)" : ""}`);
    option.selected = each.id === state.me;
    return option;
  });
  $("me").replaceChildren(...options);
}

function drawClock() {
  $("now").textContent = clock(state.now, person().tz, { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
  $("now").title = person().tz;
  $("moves").hidden = !state.clock_moves;
  if (document.activeElement !== $("moment")) $("moment").value = wallOf(state.now, person().tz);
}

function drawPlaces() {
  const channel = (each) => placeButton(each.id, `${each.private ? "🔒 " : "# "}${each.name}`, unread(each), each.archived);
  const dm = state.channels.find((each) => each.im);
  const group = (title, ...buttons) => el("section", {}, el("h2", {}, title), ...buttons);
  $("places").replaceChildren(
    group("Channels", ...state.channels.filter((each) => !each.im).map(channel)),
    group(state.bot.name, ...(dm ? [placeButton(dm.id, "Direct messages", unread(dm))] : []), placeButton(HOME, "App Home", 0)),
  );
}

function unread(channel) {
  const key = `${state.me}/${channel.id}`;
  const newest = channel.messages.at(-1)?.ts ?? "0";
  if (channel.id === here()?.id) kept.read[key] = newest;
  return channel.messages.filter((each) => each.ts > (kept.read[key] ?? "0")).length;
}

function placeButton(id, name, count, archived) {
  const now = (here()?.id ?? HOME) === id;
  const badge = count ? el("span", { class: "badge" }, String(count), el("span", { class: "sr" }, " unread")) : null;
  return el("button", { type: "button", "aria-current": now ? "page" : undefined, class: archived ? "archived" : undefined, dir: "auto", onclick: () => go(id), "data-key": `place-${id}` }, el("span", {}, name), badge);
}

function go(id) {
  kept.place = id;
  sessionStorage.setItem("place", id);
  if (id === HOME) send("home", {});
  else draw();
  $("place").scrollTop = 0;
}

function here() {
  if (kept.place === HOME) return null;
  return state.channels.find((each) => each.id === kept.place) ?? state.channels[0] ?? null;
}

function drawPlace() {
  const channel = here();
  $("composer").hidden = !channel || channel.archived || !channel.member;
  if (!channel) return drawHome();
  $("title").textContent = channel.im ? state.bot.name : `${channel.private ? "🔒 " : "# "}${channel.name}${channel.archived ? " (archived)" : ""}`;
  const place = $("messages");
  const atEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 60;
  const roots = channel.messages.filter((each) => !each.thread_ts || each.thread_ts === each.ts);
  const nothing = el("p", { class: "empty" }, "Nothing here yet. Type /readiness help");
  place.classList.remove("home");
  place.replaceChildren(...(roots.length ? days(roots, channel) : [nothing]));
  if (atEnd || place.dataset.of !== channel.id) place.scrollTop = place.scrollHeight;
  place.dataset.of = channel.id;
}

function drawHome() {
  $("title").textContent = `${state.bot.name} · App Home`;
  const view = state.home;
  const nothing = el("p", { class: "empty" }, "The app has not published its home tab yet.");
  $("messages").classList.add("home");
  $("messages").replaceChildren(...(view ? blocks(view.blocks, look(view.id, view.values), hand({ view: view.id })) : [nothing]));
  $("messages").dataset.of = HOME;
}

function* days(messages, channel) {
  let last = "";
  for (const message of messages) {
    const day = clock(Number(message.ts), person().tz, { weekday: "long", day: "numeric", month: "long" });
    if (day !== last) yield el("h2", { class: "day" }, day);
    last = day;
    yield messageNode(message, channel);
  }
}

function messageNode(message, channel) {
  const bot = message.user === state.bot.id || message.user === "USLACKBOT";
  const name = state.names[message.user] ?? message.user;
  const body = message.blocks.length
    ? blocks(message.blocks, look(message.ts, message.values), hand({ channel: channel.id, ts: message.ts }))
    : [el("div", { dir: "auto" }, mrkdwn(message.text, look(message.ts)))];
  return el("article", { class: `message${message.ephemeral ? " ephemeral" : ""}`, "aria-label": `${name}` },
    el("span", { class: `face tint-${tint(message.user)}${bot ? " bot" : ""}`, "aria-hidden": "true" }, bot ? "✓" : name.slice(0, 1)),
    el("div", { class: "body" },
      el("div", { class: "by" }, el("strong", { dir: "auto" }, name), bot ? el("span", { class: "tag" }, "app") : null,
        el("time", {}, clock(Number(message.ts), person().tz, { timeStyle: "short" })), message.edited ? el("span", { class: "edited" }, "(edited)") : null),
      message.ephemeral ? el("div", { class: "only" }, "👁 Only visible to you") : null,
      ...body, ...thread(message, channel)));
}

function tint(id) {
  return [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;
}

function* thread(message, channel) {
  if (message.ephemeral || (message.thread_ts && message.thread_ts !== message.ts)) return;
  const replies = channel.messages.filter((each) => each.thread_ts === message.ts && each.ts !== message.ts);
  const key = `${channel.id}/${message.ts}`;
  const words = replies.length ? `${replies.length} ${replies.length === 1 ? "reply" : "replies"}` : "Reply";
  const box = el("details", { class: `thread${replies.length ? "" : " quiet"}`, open: kept.threads.has(key) }, el("summary", { "data-key": `thread-${key}` }, words));
  box.addEventListener("toggle", () => (box.open ? kept.threads.add(key) : kept.threads.delete(key)));
  box.append(...replies.map((each) => messageNode(each, channel)));
  if (channel.member && !channel.archived) box.append(replyForm(channel, message, key));
  yield box;
}

function replyForm(channel, message, key) {
  const field = el("input", { dir: "auto", placeholder: "Reply…", "aria-label": "Reply", "data-key": `reply-${key}`, value: kept.entered[key] ?? "", oninput: () => { kept.entered[key] = field.value; } });
  return el("form", { class: "reply", onsubmit: (event) => {
    event.preventDefault();
    if (!field.value.trim()) return;
    delete kept.entered[key];
    send("say", { channel: channel.id, thread: message.ts, text: field.value });
  } }, field, el("button", { type: "submit" }, "Send"));
}

// ── modals ──

function drawModal() {
  const dialog = $("modal");
  const view = state.modal;
  const now = view ? `${view.id} ${view.hash} ${JSON.stringify(view.errors)}` : "";
  if (now === shownModal) return;
  shownModal = now;
  if (!view) {
    for (const key of Object.keys(kept.entered)) if (key.startsWith("V")) delete kept.entered[key];
    if (dialog.open) dialog.close();
    return;
  }
  dialog.replaceChildren(modalForm(view));
  if (!dialog.open) dialog.showModal();
  const first = dialog.querySelector("[aria-invalid]") ?? dialog.querySelector(".sheet input, .sheet select, .sheet textarea");
  first?.focus();
}

function modalForm(view) {
  const lens = { ...look(view.id, view.values, view.errors) };
  return el("form", { class: "sheet-form", novalidate: true, onsubmit: (event) => { event.preventDefault(); submitModal(view); } },
    el("header", {}, el("h2", { id: "modal-title", dir: "auto" }, view.title), el("button", { type: "button", class: "x", "aria-label": "Close all", onclick: () => send("close", { all: true }) }, "✕")),
    el("div", { class: "sheet" }, ...blocks(view.blocks, lens, hand({ view: view.id }, view))),
    el("footer", {}, el("span", { class: "problem", role: "alert", id: "modal-problem", dir: "auto" }),
      el("button", { type: "button", onclick: () => send("close", {}) }, view.close),
      view.submit ? el("button", { type: "submit", class: "primary" }, view.submit) : null));
}

async function submitModal(view) {
  const answer = await send("submit", { values: kept.entered[view.id] ?? {} });
  const problem = $("modal-problem");
  if (problem && answer.error) problem.textContent = answer.error;
  if (answer.error) toast("");
}

$("modal").addEventListener("cancel", (event) => { event.preventDefault(); send("close", {}); });

// ── pressing things ──

function hand(target, view = null) {
  const entered = () => (view ? { values: kept.entered[view.id] ?? {} } : {});
  const press = async (block, each, choose) => {
    if (each.confirm && !(await confirmed(each.confirm))) return read();
    return send("press", { ...target, ...entered(), block: block.block_id, action: each.action_id, choose });
  };
  return {
    press,
    chosen: (block, each, chosen) => {
      if (view && block.type === "input") (kept.entered[view.id] ??= {})[block.block_id] = chosen;
      if (block.type !== "input" || block.dispatch_action) press(block, each, chosen === null ? "" : chosen);
    },
    suggest: async (block, each, typed) => {
      const response = await fetch("/page/suggest", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ as: kept.me, ...target, action: each.action_id, typed }) });
      const answer = await response.json();
      return answer.body?.options ?? answer.body?.option_groups?.flatMap((group) => group.options) ?? [];
    },
  };
}

function confirmed(words) {
  const dialog = $("confirm");
  const lens = look("confirm");
  return new Promise((resolve) => {
    const close = (answer) => { dialog.close(); resolve(answer); };
    dialog.replaceChildren(el("form", { class: "sheet-form", onsubmit: (event) => { event.preventDefault(); close(true); } },
      el("header", {}, el("h2", { id: "confirm-title", dir: "auto" }, emoji(words.title.text, lens))),
      el("div", { class: "sheet", dir: "auto" }, words.text.type === "mrkdwn" ? mrkdwn(words.text.text, lens) : emoji(words.text.text, lens)),
      el("footer", {}, el("button", { type: "button", onclick: () => close(false) }, emoji(words.deny.text, lens)),
        el("button", { type: "submit", class: words.style === "danger" ? "danger" : "primary" }, emoji(words.confirm.text, lens)))));
    dialog.oncancel = (event) => { event.preventDefault(); close(false); };
    dialog.showModal();
  });
}

// ── the composer, the person, the clock ──

$("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = $("typed").value.trim();
  if (!text) return;
  $("typed").value = "";
  $("messages").dataset.of = ""; // one's own words are always scrolled to
  const answer = await send(text.startsWith("/") ? "command" : "say", { channel: here().id, text });
  if (answer.error) $("typed").value = text;
  $("typed").focus();
});

$("typed").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); $("composer").requestSubmit(); }
});

$("me").addEventListener("change", () => {
  kept.me = $("me").value;
  sessionStorage.setItem("me", kept.me);
  shownModal = "";
  if ($("modal").open) $("modal").close();
  if (kept.place !== HOME && state.channels.find((each) => each.id === kept.place)?.im) kept.place = `D${kept.me}`;
  if (kept.place === HOME) send("home", {});
  else read();
});

$("moves").addEventListener("click", (event) => {
  const move = event.target.dataset?.move;
  if (move) send("clock", { to: new Date(moved(move) * 1000).toISOString() });
});

function moved(move) {
  const zone = person().tz;
  if (move === "hour") return state.now + 3600;
  const wall = wallOf(state.now, zone);
  if (move === "day") return unixOf(`${shifted(wall, 1)}${wall.slice(10)}`, zone);
  if (move === "set") return unixOf($("moment").value, zone);
  const weekday = new Date(`${wall.slice(0, 10)}T00:00Z`).getUTCDay();
  return unixOf(`${shifted(wall, (8 - weekday) % 7 || 7)}T09:00`, zone);
}

function shifted(wall, days) {
  const day = new Date(`${wall.slice(0, 10)}T00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

// ── keeping focus where it was while things are redrawn ──

function focused() {
  const node = document.activeElement;
  const key = node?.dataset?.key;
  return key ? { key, start: node.selectionStart, end: node.selectionEnd } : null;
}

function restore(focus) {
  if (!focus) return;
  const node = document.querySelector(`[data-key="${CSS.escape(focus.key)}"]`);
  node?.focus({ preventScroll: true });
  if (focus.start !== undefined && focus.start !== null) node?.setSelectionRange?.(focus.start, focus.end);
}

await read();
if (kept.place === HOME && !state.home) send("home", {});
listen();
