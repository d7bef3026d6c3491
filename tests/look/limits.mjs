// The limits that Slack writes into the doc comments of @slack/types, by interface and property.
import fs from 'node:fs';
import ts from 'typescript';

const TYPES = new URL('node_modules/@slack/types/dist/', import.meta.url);
const SOURCES = ['blocks', 'block-elements', 'composition-objects', 'extensions'].map(name => `block-kit/${name}`).concat('views');

const CHARACTERS = /max(?:imum)? length\b[^.]*?([\d,]+)/i;
const ITEMS = /max(?:imum)?(?: number of [a-z ]+ is| of)? `?(\d+)`?|up to (\d+)/i;
const NESTED = { confirm: 'ConfirmationDialog', options: 'PlainTextOption', option_groups: 'OptionGroup', initial_option: 'PlainTextOption' };
// The option object's reference page and slack_sdk say 150; this doc comment was not updated.
const NEWER = { 'OptionDescriptor.value': { characters: 150 } };

const interfaces = {};
const byType = {};
for (const name of SOURCES) {
  const source = ts.createSourceFile(name, fs.readFileSync(new URL(`${name}.d.ts`, TYPES), 'utf8'), ts.ScriptTarget.Latest, true);
  source.forEachChild(node => ts.isInterfaceDeclaration(node) && read(node));
}

function read(node) {
  const name = node.name.text;
  const bases = (node.heritageClauses ?? []).flatMap(clause => clause.types.map(type => type.expression.getText()));
  interfaces[name] = { bases, limits: {} };
  for (const member of node.members.filter(member => member.name && member.type)) {
    const property = member.name.getText();
    if (property === 'type' && ts.isLiteralTypeNode(member.type)) byType[member.type.literal.text] ??= name;
    const limit = NEWER[`${name}.${property}`] ?? documented(member);
    if (limit) interfaces[name].limits[property] = limit;
  }
}

function documented(member) {
  const words = ts.getJSDocCommentsAndTags(member).map(doc => doc.getText()).join(' ').replace(/\s*\n\s*\*\s*/g, ' ');
  const limit = {};
  for (const sentence of words.split(/(?<=\.)\s/)) {
    const long = CHARACTERS.exec(sentence);
    const many = !long && ts.isArrayTypeNode(member.type) && !limit.items && ITEMS.exec(sentence);
    if (long) limit[/each item/.test(sentence) ? 'each' : 'characters'] = Number(long[1].replace(',', ''));
    if (many) limit.items = Number(many[1] ?? many[2]);
  }
  return Object.keys(limit).length ? limit : null;
}

function limitsOf(name) {
  const found = interfaces[name];
  return found ? Object.assign({}, ...found.bases.map(limitsOf), found.limits) : {};
}

const textOf = value => (typeof value === 'string' ? value : typeof value?.text === 'string' ? value.text : null);

/** Every place of `value` that exceeds a documented limit, as a sentence. */
export function* exceeded(value, path = '', name = undefined) {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* exceeded(item, `${path}[${index}]`, name);
    return;
  }
  if (value === null || typeof value !== 'object') return;
  const own = byType[value.type] ?? name;
  for (const [property, limit] of Object.entries(limitsOf(own))) {
    const text = textOf(value[property]);
    const items = Array.isArray(value[property]) ? value[property] : [];
    const where = `${path}.${property}`;
    if (text !== null && text.length > limit.characters) yield `${where}: ${text.length} characters, ${own} takes ${limit.characters}`;
    if (text === '') yield `${where}: empty`;
    if (items.length > limit.items) yield `${where}: ${items.length} items, ${own} takes ${limit.items}`;
    for (const [index, item] of items.entries()) {
      if (textOf(item)?.length > limit.each) yield `${where}[${index}]: ${textOf(item).length} characters, ${own} takes ${limit.each}`;
    }
  }
  for (const [property, inner] of Object.entries(value)) {
    if (typeof inner === 'object') yield* exceeded(inner, `${path}.${property}`, NESTED[property]);
  }
}

/** How many limits were found, so that a change of the comments' wording cannot silently leave none. */
export const count = Object.values(interfaces).reduce((sum, one) => sum + Object.keys(one.limits).length, 0);
