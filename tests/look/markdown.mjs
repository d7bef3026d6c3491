// stdin: a JSON list of markdown. stdout: a JSON list of the HTML it becomes, by the parser that Teams' renderer uses.
import fs from 'node:fs';
import markdown from 'markdown-it';

// More is read than in Teams, which shows tags as text: what stays text here is text there.
const parser = markdown({ html: true });
process.stdout.write(JSON.stringify(JSON.parse(fs.readFileSync(0, 'utf8')).map(text => parser.render(text))));
