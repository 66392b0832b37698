
// The reader's hands on the whole.

/** Draws anew what is seen; a box that stays, stays where it was. */
async function redraw(anchor) {
  const before = boxes.has(anchor) ? middleOf(boxes.get(anchor)) : null;
  const hadFocus = document.activeElement.matches('.node');
  if (!await draw()) {
    return false;
  }
  byId('fold').disabled = unfolded.get(view).length === 0;
  if (hadFocus) {
    boxes.get(anchor)?.focus({ preventScroll: true });
  }
  if (before && boxes.has(anchor)) {
    moveTo(boxes.get(anchor), before);
  } else {
    fit();
  }
  search();
  choose(chosen);
  return true;
}

async function unfold(id) {
  const seen = new Set(boxes.keys());
  unfolded.get(view).push(id);
  const holder = view.edges.find(edge => edge.from === id || edge.to === id);
  const isMore = view.nodes[id].kind === 'more';
  byId('hint').textContent = '';
  if (await redraw(!isMore ? id : holder.from === id ? holder.to : holder.from)) {
    byId('hint').textContent ||= `${[...boxes.keys()].filter(shown => !seen.has(shown)).length} boxes more.`;
  } else {
    unfolded.get(view).pop();
  }
}

/** Goes to a node, unfolding what hides it. */
async function show(id) {
  if (!boxes.has(id)) {
    const holder = [...boxes.keys()].find(shown => view.nodes[shown].reveals?.includes(id));
    if (holder === undefined) {
      return;
    }
    await unfold(holder);
  }
  choose(id);
  centreOn(boxes.get(id));
}

async function foldAgain() {
  const last = unfolded.get(view).pop();
  if (last !== undefined) {
    await redraw(last);
  }
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
}

stage.addEventListener('click', clicked => {
  const box = clicked.target.closest('.node');
  if (travelled > 4 || clicked.target.closest('.zoom')) {
    return;
  }
  const id = box ? Number(box.dataset.node) : -1;
  const unfolds = engine && box && hiddenBehind(id).length > 0 && (clicked.target.closest('.badge') || view.nodes[id].kind === 'more');
  if (unfolds) {
    unfold(id);
  } else {
    choose(id);
  }
});
stage.addEventListener('dblclick', clicked => {
  const box = clicked.target.closest('.node');
  if (engine && box && hiddenBehind(Number(box.dataset.node)).length) {
    unfold(Number(box.dataset.node));
  }
});

document.addEventListener('keydown', key => {
  if (key.target.matches('input, select') || key.ctrlKey || key.metaKey || key.altKey) {
    return;
  }
  const box = key.target.closest?.('.node');
  const moves = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
  const actions = {
    '+': () => zoomBy(1.3), '=': () => zoomBy(1.3), '-': () => zoomBy(1 / 1.3), '0': fit, '/': () => query.focus(),
    d: () => byId('theme').click(), Backspace: foldAgain, Escape: () => choose(-1),
    Enter: () => box && choose(Number(box.dataset.node)),
    u: () => box && hiddenBehind(Number(box.dataset.node)).length && engine && unfold(Number(box.dataset.node)),
  };
  const action = moves[key.key] ? () => look(camera.x + moves[key.key][0], camera.y + moves[key.key][1], camera.scale) : actions[key.key];
  if (action && !(key.key === 'Enter' && key.target.matches('button'))) {
    key.preventDefault();
    action();
  }
});

byId('fold').addEventListener('click', foldAgain);
byId('fold').hidden = !engine;
document.querySelector('#hint span').hidden = !engine;
byId('theme').addEventListener('click', () => setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'));
const dark = matchMedia('(prefers-color-scheme: dark)');
setTheme(data.dark || dark.matches ? 'dark' : 'light');
dark.addEventListener('change', () => setTheme(dark.matches ? 'dark' : 'light'));

byId('command').textContent = data.command;
byId('target').textContent = byId('target').title = data.target;
const views = byId('views');
views.append(...data.views.map(each => element('option', each.name)));
views.hidden = data.views.length < 2;
views.addEventListener('change', () => {
  view = data.views[views.selectedIndex];
  chosen = -1;
  redraw(-1);
});
search();
redraw(-1).then(() => document.documentElement.dataset.ready = 'yes');
