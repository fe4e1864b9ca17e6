// Decompresses the fonts of the PDF documents into fonts/: the typesetter reads TrueType, the packages ship WOFF2.
// Each file is named family__script__weight.ttf. The order of FACES is the order in which a letter looks for its
// face: the crate that embeds them reads the list in fonts/order.txt.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import wawoff2 from 'wawoff2';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, 'fonts');

// Package, script subset, weights. The last ones are only there so that a name or a title is never a row of boxes.
const FACES = [
  ['bricolage-grotesque', 'latin', [700, 800]],
  ['bricolage-grotesque', 'latin-ext', [700, 800]],
  ['bricolage-grotesque', 'vietnamese', [700, 800]],
  ['instrument-sans', 'latin', [400, 600]],
  ['instrument-sans', 'latin-ext', [400, 600]],
  ['noto-sans', 'vietnamese', [400, 700]],
  ['noto-sans', 'greek', [400, 700]],
  ['noto-sans', 'cyrillic', [400, 700]],
  ['noto-sans', 'cyrillic-ext', [400, 700]],
  ['noto-sans-arabic', 'arabic', [400, 700]],
  ['noto-sans-hebrew', 'hebrew', [400, 700]],
  ['noto-emoji', 'emoji', [700]],
];

// A file that is already right keeps its date, so that nothing is compiled again for it.
async function put(name, bytes) {
  const file = join(target, name);
  const there = await readFile(file).catch(() => null);
  if (!there?.equals(bytes)) await writeFile(file, bytes);
}

await mkdir(target, { recursive: true });
const names = [];
for (const [family, script, weights] of FACES) {
  for (const weight of weights) {
    const source = join(here, 'node_modules', '@fontsource', family, 'files', `${family}-${script}-${weight}-normal.woff2`);
    const name = `${family}__${script}__${weight}.ttf`;
    await put(name, Buffer.from(await wawoff2.decompress(await readFile(source))));
    names.push(name);
  }
}
// Written last: its presence says that the folder is whole.
await put('order.txt', Buffer.from(`${names.join('\n')}\n`));
