// Opens the pages of a folder in Chromium, does what their readers do, and fails at the first thing that is not so.
// node check-pages.mjs FOLDER MODULES: backrefs.html, refs.html, chain.html, drawn.html, leak-*.html; where playwright-core is installed.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, modules] = process.argv.slice(2);
const { chromium } = createRequire(join(modules, 'package.json'))('playwright-core');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

/** Opens a page, lets a reader at it, and holds it to the promise that nothing goes wrong and nothing leaves. */
async function reading(name, read) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
  page.setDefaultTimeout(60_000);
  const url = pathToFileURL(join(folder, name)).href;
  const requests = [], complaints = [];
  page.on('request', request => requests.push(request.url()));
  page.on('console', message => complaints.push(message.text()));
  page.on('pageerror', error => complaints.push(error.message));
  await page.addInitScript(() => addEventListener('securitypolicyviolation', event => console.error(`violates ${event.violatedDirective}`)));
  await page.goto(url);
  await page.waitForSelector('html[data-ready=yes]');
  await read(page);
  assert.equal(await page.evaluate(() => typeof hacked), 'undefined', 'a string of the heap ran as a script');
  assert.equal(await page.locator('img').count(), 0, 'a string of the heap became an element');
  assert.deepEqual(complaints, [], `${name} complains`);
  assert.deepEqual(requests.filter(asked => !asked.startsWith('blob:')), [url], `${name} asks for more than itself`);
  if (process.env.SCREENSHOTS) {
    await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) });
  }
  await page.close();
}

const scaleOf = page => page.evaluate(() => camera.scale);
const shownIn = page => page.locator('.node').count();
const idOf = (page, condition) => page.evaluate(text => [...boxes.keys()].find(id => eval(`(node => ${text})`)(view.nodes[id])), condition);

/** Clicks on a node, or on a part of it, wherever it stands. */
async function click(page, id, part = '') {
  await page.evaluate(id => centreOn(boxes.get(id)), id);
  await page.locator(`.node[data-node="${id}"] ${part}`).click({ force: true });
}

/** Waits until something holds that the page brings about in its own time. */
async function until(holds, promise) {
  for (const end = Date.now() + 60_000; !await holds(); await new Promise(resolve => setTimeout(resolve, 50))) {
    assert.ok(Date.now() < end, promise);
  }
}

async function redrawn(page, action) {
  await page.evaluate(() => { window.oldGraph = document.querySelector('.graph'); });
  await action();
  await until(
    () => page.evaluate(() => document.querySelector('.graph') !== oldGraph && document.getElementById('message').textContent === ''),
    'the picture is drawn anew');
}

await reading('backrefs.html', async page => {
  // Zoom: by wheel, button and key; drag; show all.
  const whole = await scaleOf(page);
  await page.mouse.move(640, 400);
  await page.mouse.wheel(0, -300);
  await page.locator('#in').click();
  await page.keyboard.press('+');
  assert.ok(await scaleOf(page) > 2 * whole, 'wheel, button and key zoom');
  const before = await page.evaluate(() => [camera.x, camera.y]);
  await page.mouse.move(60, 700);
  await page.mouse.down();
  await page.mouse.move(160, 750, { steps: 4 });
  await page.mouse.up();
  assert.deepEqual(await page.evaluate(() => [camera.x, camera.y]), [before[0] + 100, before[1] + 50], 'the picture follows the hand');
  await page.locator('#fit').click();
  assert.ok(Math.abs(await scaleOf(page) - whole) < 1e-9, 'all is shown again');

  // Search: by type, by address; the match is marked and stands in the middle.
  await page.keyboard.press('/');
  await page.keyboard.type('dictionary');
  assert.match(await page.textContent('#found'), /^1 of \d+$/);
  const address = await page.evaluate(() => view.nodes[0].address);
  await page.fill('#query', `0x${address.toUpperCase()}`);
  assert.equal(await page.textContent('#found'), '1 of 1');
  const [x, y, width, height] = await page.evaluate(() => [...middleOf(document.querySelector('.node.current')), stage.clientWidth, stage.clientHeight]);
  assert.ok(Math.abs(x - width / 2) < 3 && Math.abs(y - height / 2) < 3, 'the match stands in the middle');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.hit').count(), 0);

  // Details of the chosen object, and from there on to a referrer.
  await click(page, 0);
  const details = await page.innerText('#details');
  for (const words of ['Order', address, '24 B', 'Retained', 'Referrers\n61', '</script><script>hacked=1</script>']) {
    assert.ok(details.includes(words), `the details tell ${words}: ${details}`);
  }
  await page.locator('#details li button').first().click();
  assert.notEqual(await page.evaluate(() => chosen), 0);
  await page.keyboard.press('Escape');
  assert.ok(await page.locator('#details').isHidden());

  // Unfold and fold again.
  const first = await shownIn(page);
  const equal = await idOf(page, "node.kind === 'more' && node.title === '3 × Line' && node.reveals.length === 3");
  await redrawn(page, () => click(page, equal));
  assert.equal(await shownIn(page), first + 2, 'what was drawn as one is drawn each');
  await redrawn(page, () => page.locator('#fold').click());
  const more = await idOf(page, "node.kind === 'more' && node.title === '57 × Line'");
  await redrawn(page, () => click(page, more));
  const second = await shownIn(page);
  assert.ok(second >= first + 10, `unfolded: ${first}, then ${second} boxes`);
  await redrawn(page, () => page.locator('#fold').click());
  assert.equal(await shownIn(page), first);
  const behind = await idOf(page, "node.kind !== 'more' && node.reveals?.length");
  if (behind !== undefined) {
    await redrawn(page, () => click(page, behind, '.badge'));
    assert.ok(await shownIn(page) > first, 'the plus unfolds');
  }

  // Labels by key, or the plain fields.
  const labels = () => page.evaluate(() => [...document.querySelectorAll('.edge')].map(edge => edge.textContent).join(' '));
  assert.ok((await labels()).includes('["</script><script>'), await labels());
  await redrawn(page, () => page.selectOption('#views', { index: 1 }));
  assert.ok(!(await labels()).includes('["</script>'), await labels());

  // Light and dark, by the system's preference and by the switch.
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.emulateMedia({ colorScheme: 'dark' });
  await until(async () => await paper() !== light, 'the page is dark when the system is');
  await page.locator('#theme').click();
  assert.equal(await paper(), light);
});

await reading('refs.html', async page => {
  assert.ok((await page.locator('#scene').textContent()).includes('"</script><img src=x onerror=hacked=1>"'), 'the string stands there as text');
  await page.fill('#query', 'onerror');
  assert.match(await page.textContent('#found'), /^1 of 1$/);
});

await reading('chain.html', async page => {
  const first = await shownIn(page);
  const more = await idOf(page, "node.kind === 'more' && node.title.includes('step')");
  await redrawn(page, () => click(page, more));
  assert.ok(await shownIn(page) >= first + 40, 'the steps of the chain are unfolded');
});

await reading('drawn.html', async page => {
  await click(page, 1);
  assert.ok((await page.innerText('#details')).includes('To unfold takes the layout engine'));
  await page.locator('#in').click();
});

for (const name of readdirSync(folder).filter(name => name.startsWith('leak-'))) {
  await reading(name, async page => assert.ok(await shownIn(page) > 1, `${name} shows no picture`));
}

await browser.close();
