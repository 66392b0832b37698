
'use strict';
// What is seen: the boxes that are unfolded, put together as DOT and laid out by Graphviz.

const byId = id => document.getElementById(id);
const data = JSON.parse(byId('data').textContent);
const engine = byId('engine')?.textContent;                     // Graphviz, or nothing
const patience = 10_000;                                        // milliseconds, before a plainer picture is tried
let view = data.views[0];
const unfolded = new Map(data.views.map(each => [each, []]));   // by view, in the order of unfolding
const boxes = new Map();                                        // by node, its group in the drawing

function visibleNodes() {
  const visible = new Set(Array(view.shown).keys());
  for (const id of unfolded.get(view)) {
    view.nodes[id].reveals.forEach(revealed => visible.add(revealed));
  }
  // A box for "more" gives way when nothing is left behind it.
  for (const id of [...visible]) {
    const { kind, reveals } = view.nodes[id];
    if (kind === 'more' && reveals?.length && reveals.every(revealed => visible.has(revealed))) {
      visible.delete(id);
    }
  }
  return visible;
}

const hiddenBehind = (id, visible = boxes) => (view.nodes[id].reveals ?? []).filter(revealed => !visible.has(revealed));

function dotOf(visible, isPlain) {
  const nodes = view.nodes.filter((_, id) => visible.has(id)).map(node => node.dot);
  const edges = view.edges.filter(edge => visible.has(edge.from) && visible.has(edge.to)).map(edge => edge.dot);
  return isPlain
    ? [view.head, 'graph [splines=line, nslimit=1, nslimit1=1, mclimit=0.2, maxiter=200];', ...nodes,
      ...edges.map(edge => edge.replace(/\blabel="(\\.|[^"\\])*"(, )?/, '')), view.tail].join('\n')
    : [view.head, ...nodes, ...edges, view.tail].join('\n');
}

let worker = null;

/** Has Graphviz draw; rejects when it fails, or does not end in time. */
function layOut(dot) {
  worker ??= new Worker(URL.createObjectURL(new Blob([engine], { type: 'text/javascript' })));
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      worker.terminate();
      worker = null;
      reject(new Error(`it takes more than ${patience / 1000} seconds.`));
    }, patience);
    worker.onmessage = answer => {
      clearTimeout(late);
      answer.data.svg ? resolve(answer.data.svg) : reject(new Error(answer.data.failure));
    };
    worker.onerror = broken => {
      clearTimeout(late);
      reject(new Error(broken.message ?? 'the layout engine did not start.'));
    };
    worker.postMessage(dot);
  });
}

/** Lays the picture out and puts it on the stage; resolves to whether it is there. */
async function draw() {
  say('Drawing…');
  const visible = visibleNodes();
  let [text, remark] = [view.svg, ''];
  try {
    try {
      text ??= await layOut(dotOf(visible, false));
    } catch {
      remark = 'So many arrows are drawn straight and without labels.';
      text = await layOut(dotOf(visible, true));
    }
    place(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, visible);
    say(view.shown ? '' : 'No object to show.');
    if (remark) {
      byId('hint').textContent = remark;
    }
    return true;
  } catch (failure) {
    say(`This could not be drawn: ${failure.message}`);
    return false;
  }
}

function place(svg, visible) {
  const scene = byId('scene');
  const graph = document.importNode(svg.querySelector('.graph'), true);
  graph.querySelector(':scope > polygon')?.remove();   // the background: the page has its own
  scene.replaceChildren(graph);
  boxes.clear();
  for (const group of graph.querySelectorAll('.node, .edge')) {
    const name = group.querySelector('title').textContent;
    if (group.classList.contains('node')) {
      const id = Number(name.slice(1));
      boxes.set(id, group);
      equip(group, id, visible);
    } else {
      [group.dataset.from, group.dataset.to] = name.split('->').map(end => end.slice(1));
      group.querySelector('title').remove();
    }
  }
  graph.querySelector(':scope > title')?.remove();
  for (const link of graph.querySelectorAll('a')) {
    if (!/^https?:/.test(link.getAttribute('xlink:href') ?? '')) {
      link.replaceWith(...link.childNodes);
    }
  }
}

/** Gives a box what a reader can do with it. */
function equip(group, id, visible) {
  const node = view.nodes[id];
  const frame = group.getBBox();
  const spelled = [node.type ?? node.title, node.address, node.value, node.bytes].filter(Boolean).join('\n');
  group.querySelector('title').textContent = spelled;
  group.dataset.node = id;
  group.setAttribute('tabindex', '0');
  group.setAttribute('role', 'button');
  group.setAttribute('aria-label', spelled);
  group.prepend(shape('rect', { class: 'halo', x: frame.x, y: frame.y, width: frame.width, height: frame.height, rx: 6 }));
  if (engine && hiddenBehind(id, visible).length) {
    const [x, y] = [frame.x + frame.width - 3, view.direction === 'referrers' ? frame.y + 2 : frame.y + frame.height - 2];
    const badge = shape('g', { class: 'badge' });
    badge.append(
      shape('title', {}),
      shape('circle', { cx: x, cy: y, r: 6.5 }),
      shape('path', { d: `M${x - 3.5} ${y}h7M${x} ${y - 3.5}v7` }));
    badge.firstChild.textContent = `Show ${hiddenBehind(id, visible).length} more here`;
    group.append(badge);
  }
}

function shape(name, attributes) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  return element;
}

function say(words) {
  byId('message').textContent = words;
  byId('message').classList.toggle('corner', boxes.size > 0);
}
