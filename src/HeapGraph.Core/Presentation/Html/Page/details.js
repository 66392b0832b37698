
// All that the page knows of one node.

const details = byId('details');
const maxListed = 60;
let chosen = -1;

/** Opens the details of a node, or closes them. */
function choose(id) {
  boxes.get(chosen)?.classList.remove('chosen');
  chosen = boxes.has(id) ? id : -1;
  for (const edge of document.querySelectorAll('.edge')) {
    edge.classList.toggle('near', chosen >= 0 && (Number(edge.dataset.from) === chosen || Number(edge.dataset.to) === chosen));
  }
  boxes.get(chosen)?.classList.add('chosen');
  details.hidden = chosen < 0;
  if (chosen >= 0) {
    describe(view.nodes[chosen]);
    uncover(boxes.get(chosen));
  }
}

function describe(node) {
  const close = element('button', '×', { class: 'close', 'aria-label': 'Close' });
  close.addEventListener('click', () => choose(-1));
  const kinds = { target: 'Chosen object', start: 'Start of the chain', object: 'Object', root: 'GC root', more: 'Not shown' };
  const facts = [
    ['Type', node.type], ['Assembly', node.assembly], ['Address', node.address], ['Value', node.value], ['Size', node.bytes],
    ['Retained', node.retained], ['Referrers', node.referrers > 0 ? node.referrers.toLocaleString('en') : null],
  ];
  const list = element('dl');
  for (const [name, text] of facts.filter(fact => fact[1])) {
    list.append(element('dt', name), element('dd', text, name === 'Address' ? { class: 'address' } : {}));
  }
  details.replaceChildren(
    close, element('h3', kinds[node.kind]), element('h2', node.title), list, ...unfolding(node),
    ...neighbours('Referred to by', 'to', 'from', 'of'), ...neighbours('Refers to', 'from', 'to', '→'));
}

/** How to see what is behind a node: here, or by asking again. */
function unfolding(node) {
  const hidden = hiddenBehind(chosen).length;
  if (engine && hidden) {
    const button = element('button', `Show ${hidden} more`, { class: 'unfold' });
    button.addEventListener('click', () => unfold(chosen));
    return [button];
  }
  const asked = node.kind === 'more' ? view.edges.map(edge => edge.from === chosen ? edge.to : edge.to === chosen ? edge.from : -1)
    .map(id => view.nodes[id]).find(other => other?.address) : node.reveals ? null : node;
  if (!asked?.address) {
    return [];
  }
  const command = data.command === 'refs' ? 'refs' : 'backrefs';
  return [
    element('p', engine || node.kind !== 'more' ? 'What lies behind is not in this page. To see it:'
      : 'To unfold takes the layout engine, which the build that made this page did not bring. To see more:', { class: 'note' }),
    element('code', `heapgraph ${command} … --address ${asked.address} --too-many 50 -o more.html`),
  ];
}

function neighbours(heading, here, there, word) {
  const edges = view.edges.filter(edge => edge[here] === chosen && view.nodes[edge[there]].kind !== 'more');
  const items = edges.slice(0, maxListed).map(edge => {
    const button = element('button');
    button.append(element('b', edge.label ?? ''), edge.label ? ` ${word} ` : '', view.nodes[edge[there]].title);
    button.addEventListener('click', () => show(edge[there]));
    button.disabled = !engine && !boxes.has(edge[there]);
    const item = element('li');
    item.append(button);
    return item;
  });
  if (!items.length) {
    return [];
  }
  const list = element('ul');
  list.append(...items, ...edges.length > maxListed ? [element('li', `and ${edges.length - maxListed} more`)] : []);
  return [element('h3', heading), list];
}

function element(name, text = '', attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}
