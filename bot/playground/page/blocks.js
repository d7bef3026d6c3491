// Block Kit as DOM nodes. `look` knows names, emoji and the zone; `hand` does what is pressed.
import { clock, el, unixOf, wallOf } from "./dom.js";
import { emoji, link, mrkdwn } from "./mrkdwn.js";

export function blocks(list, look, hand) {
  return list.map((block) => (DRAW[block.type] ?? unknown)(block, look, hand));
}

const DRAW = {
  header: (block, look) => el("h3", { class: "header", dir: "auto" }, emoji(block.text.text, look)),
  divider: () => el("hr"),
  section,
  context: (block, look) => el("div", { class: "context" }, ...block.elements.map((each) => small(each, look))),
  actions: (block, look, hand) => el("div", { class: "actions" }, ...block.elements.map((each) => element(each, block, look, hand))),
  context_actions: (block, look, hand) => DRAW.actions(block, look, hand),
  input,
  image: (block) => el("p", { class: "picture" }, `🖼 ${block.alt_text}`),
  video: (block, look) => el("p", { class: "picture" }, `▶ ${emoji(block.title.text, look)}`),
  markdown: (block) => el("div", { class: "markdown", dir: "auto" }, block.text),
  rich_text: (block, look) => el("div", { class: "rich", dir: "auto" }, ...block.elements.map((each) => rich(each, look))),
  table: (block, look) => el("div", { class: "scroll" }, el("table", {}, ...block.rows.map((row, index) => tableRow(row, index, block, look)))),
};

function unknown(block) {
  return el("p", { class: "picture" }, `(${block.type})`);
}

export function text(object, look) {
  if (object.type === "mrkdwn") return mrkdwn(object.text, look);
  return document.createTextNode(emoji(object.text, look));
}

function section(block, look, hand) {
  const body = el("div", { class: "words" });
  if (block.text) body.append(el("div", { dir: "auto" }, text(block.text, look)));
  if (block.fields) body.append(el("div", { class: "fields" }, ...block.fields.map((field) => el("div", { dir: "auto" }, text(field, look)))));
  const side = block.accessory ? el("div", { class: "accessory" }, element(block.accessory, block, look, hand)) : null;
  return el("div", { class: "section" }, body, side);
}

function small(each, look) {
  return el("span", { dir: "auto" }, each.type === "image" ? `🖼 ${each.alt_text}` : text(each, look));
}

function input(block, look, hand) {
  const id = `in-${block.block_id}`;
  const error = look.errors?.[block.block_id];
  const group = ["checkboxes", "radio_buttons"].includes(block.element.type);
  const label = el(group ? "legend" : "label", group ? { dir: "auto" } : { for: id, dir: "auto" }, emoji(block.label.text, look));
  if (block.optional) label.append(el("span", { class: "optional" }, " (optional)"));
  const about = [block.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const field = element(block.element, block, look, hand);
  field.id = id;
  if (about) field.setAttribute("aria-describedby", about);
  if (error) field.setAttribute("aria-invalid", "true");
  return el(group ? "fieldset" : "div", { class: "input" }, label, field,
    block.hint && el("div", { class: "hint", id: `${id}-hint`, dir: "auto" }, emoji(block.hint.text, look)),
    error && el("div", { class: "error", id: `${id}-error`, role: "alert", dir: "auto" }, error));
}

function element(each, block, look, hand) {
  if (each.type === "image") return el("span", { class: "picture" }, `🖼 ${each.alt_text}`);
  if (each.type === "button") return button(each, block, look, hand);
  if (each.type === "overflow") return overflow(each, block, look, hand);
  const before = look.values?.[block.block_id]?.[each.action_id] ?? {};
  const draw = FIELDS[each.type] ?? FIELDS.plain_text_input;
  const field = draw(each, before, look, (chosen) => hand.chosen(block, each, chosen), (typed) => hand.suggest(block, each, typed));
  if (block.type !== "input") field.setAttribute("aria-label", each.placeholder ? emoji(each.placeholder.text, look) : each.action_id);
  return field;
}

function button(each, block, look, hand) {
  const words = emoji(each.text.text, look);
  const press = () => hand.press(block, each);
  const node = el("button", { type: "button", class: each.style, "aria-label": each.accessibility_label, "data-action": each.action_id, onclick: press }, words);
  return each.url ? el("span", { class: "link-button" }, node, link(each.url, "↗")) : node;
}

function overflow(each, block, look, hand) {
  const items = each.options.map((option) =>
    el("button", { type: "button", role: "menuitem", onclick: () => hand.press(block, each, option.value) }, emoji(option.text.text, look)));
  const menu = el("details", { class: "menu" }, el("summary", { "aria-label": "More actions", "data-action": each.action_id }, "⋯"), el("div", { role: "menu" }, ...items));
  menu.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement);
    if (event.key === "Escape" && menu.open) { event.stopPropagation(); menu.open = false; menu.firstChild.focus(); }
    if (event.key === "ArrowDown") { event.preventDefault(); menu.open = true; items[(at + 1) % items.length].focus(); }
    if (event.key === "ArrowUp") { event.preventDefault(); items.at(at - 1).focus(); }
  });
  menu.addEventListener("focusout", (event) => { if (!menu.contains(event.relatedTarget)) menu.open = false; });
  return menu;
}

function typed(kind, key, extra = () => ({})) {
  return (each, before, look, chosen) => {
    const tag = each.multiline ? "textarea" : "input";
    return el(tag, {
      type: tag === "input" ? kind : undefined, rows: each.multiline ? 4 : undefined, dir: "auto",
      minlength: each.min_length, maxlength: kind === "text" ? each.max_length ?? 3000 : undefined,
      placeholder: each.placeholder && emoji(each.placeholder.text, look),
      value: before[key] ?? "", ...extra(each), onchange: (event) => chosen(event.target.value),
    });
  };
}

function select(options) {
  return (each, before, look, chosen) => {
    const many = each.type.startsWith("multi_");
    const now = current(before).map(String);
    const mark = each.placeholder ? emoji(each.placeholder.text, look) : "Choose…";
    const node = el("select", { multiple: many, size: many ? 5 : undefined });
    if (!many) node.append(el("option", { value: "" }, mark));
    for (const { group, items } of options(each, look)) {
      const inside = items.map(({ value, label }) => {
        const option = el("option", { value }, label);
        option.selected = now.includes(String(value));
        return option;
      });
      node.append(...(group ? [el("optgroup", { label: group }, ...inside)] : inside));
    }
    node.addEventListener("change", () => chosen(many ? [...node.selectedOptions].map((option) => option.value) : node.value));
    return node;
  };
}

function current(state) {
  const value = Object.entries(state).find(([key]) => key.startsWith("selected_"))?.[1];
  return (Array.isArray(value) ? value : [value]).filter((item) => item !== null && item !== undefined).map((item) => item.value ?? item);
}

function listed(each, look) {
  const read = (options) => options.map((option) => ({ value: option.value, label: emoji(option.text.text, look) }));
  if (each.option_groups) return each.option_groups.map((group) => ({ group: emoji(group.label.text, look), items: read(group.options) }));
  return [{ items: read(each.options) }];
}

const people = (_, look) => [{ items: look.people.filter((person) => !person.deleted).map((person) => ({ value: person.id, label: person.real_name })) }];
const channels = (_, look) => [{ items: Object.entries(look.channels).map(([value, name]) => ({ value, label: `#${name}` })) }];

function ticks(kind) {
  return (each, before, look, chosen) => {
    const now = current(before);
    const name = `${each.action_id}-${look.place}`;
    const boxes = each.options.map((option) => {
      const box = el("input", { type: kind, name, value: option.value });
      box.checked = now.includes(option.value);
      const more = option.description ? el("small", { dir: "auto" }, text(option.description, look)) : null;
      return el("label", { class: "tick", dir: "auto" }, box, el("span", {}, text(option.text, look), more));
    });
    const node = el("div", { class: "ticks", role: kind === "radio" ? "radiogroup" : "group" }, ...boxes);
    node.addEventListener("change", () => {
      const values = [...node.querySelectorAll("input:checked")].map((box) => box.value);
      chosen(kind === "radio" ? values[0] ?? null : values);
    });
    return node;
  };
}

function moment(each, before, look, chosen) {
  const now = before.selected_date_time;
  return el("input", { type: "datetime-local", value: now ? wallOf(now, look.zone) : "",
    onchange: (event) => chosen(event.target.value ? unixOf(event.target.value, look.zone) : null) });
}

function external(each, before, look, chosen, suggest) {
  const id = `list-${each.action_id}-${look.place}`;
  const now = before.selected_option ?? before.selected_options?.[0];
  const list = el("datalist", { id });
  let found = [];
  const field = el("input", { type: "search", list: id, value: now?.text.text ?? "", placeholder: each.placeholder && emoji(each.placeholder.text, look) });
  field.addEventListener("input", async () => {
    if (field.value.length < (each.min_query_length ?? 3)) return;
    found = await suggest(field.value);
    list.replaceChildren(...found.map((option) => el("option", { value: option.text.text })));
  });
  field.addEventListener("change", () => {
    const option = found.find((item) => item.text.text === field.value) ?? null;
    chosen(option && each.type.startsWith("multi_") ? [option] : option);
  });
  return el("span", { class: "external" }, field, list);
}

const FIELDS = {
  plain_text_input: typed("text", "value"),
  url_text_input: typed("url", "value"),
  email_text_input: typed("email", "value"),
  number_input: typed("number", "value", (each) => ({ min: each.min_value, max: each.max_value, step: each.is_decimal_allowed ? "any" : "1" })),
  datepicker: typed("date", "selected_date"),
  timepicker: typed("time", "selected_time"),
  datetimepicker: moment,
  static_select: select(listed), multi_static_select: select(listed),
  users_select: select(people), multi_users_select: select(people),
  channels_select: select(channels), multi_channels_select: select(channels),
  conversations_select: select(channels), multi_conversations_select: select(channels),
  external_select: external, multi_external_select: external,
  checkboxes: ticks("checkbox"), radio_buttons: ticks("radio"),
};

function tableRow(row, index, block, look) {
  return el("tr", {}, ...row.map((cell, column) => {
    const align = block.column_settings?.[column]?.align;
    const words = cell.type === "raw_text" ? cell.text : el("span", {}, ...cell.elements.map((each) => rich(each, look)));
    return el(index ? "td" : "th", { class: align ? `align-${align}` : undefined, dir: "auto" }, words);
  }));
}

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code" };

function rich(node, look) {
  if (node.type === "rich_text_list") return el(node.style === "ordered" ? "ol" : "ul", {}, ...node.elements.map((each) => el("li", {}, rich(each, look))));
  if (node.elements) {
    const tag = { rich_text_preformatted: "pre", rich_text_quote: "blockquote" }[node.type] ?? "div";
    return el(tag, {}, ...node.elements.map((each) => rich(each, look)));
  }
  let words = leaf(node, look);
  for (const [style, tag] of Object.entries(STYLES)) if (node.style?.[style]) words = el(tag, {}, words);
  return words;
}

function leaf(node, look) {
  if (node.type === "user") return el("span", { class: "mention" }, `@${look.names[node.user_id] ?? node.user_id}`);
  if (node.type === "channel") return el("span", { class: "mention" }, `#${look.channels[node.channel_id] ?? node.channel_id}`);
  if (node.type === "link") return link(node.url, node.text);
  if (node.type === "emoji") return look.emoji[node.name] ?? `:${node.name}:`;
  if (node.type === "date") return clock(node.timestamp, look.zone);
  return node.text ?? "";
}
