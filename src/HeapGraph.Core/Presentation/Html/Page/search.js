
// Finding boxes by type, address, value or the name of a root.

const query = byId('query');
let hits = [];
let current = -1;

const matches = (node, text) =>
  [node.title, node.type, node.address, node.value].some(words => words?.toLowerCase().includes(text));

/** Marks what matches the words in the search box. */
function search() {
  const text = query.value.trim().toLowerCase().replace(/^0x(?=[0-9a-f]+$)/, '');
  boxes.forEach(box => box.classList.remove('hit', 'current'));
  const found = text ? view.nodes.flatMap((node, id) => matches(node, text) ? [id] : []) : [];
  hits = found.filter(id => boxes.has(id));
  hits.forEach(id => boxes.get(id).classList.add('hit'));
  current = -1;
  const folded = found.length - hits.length;
  byId('found').textContent = text ? `${hits.length}${folded ? ` + ${folded} folded` : ''} found` : '';
  byId('previous').disabled = byId('next').disabled = hits.length === 0;
}

/** Goes to the next match, or to an earlier one. */
function step(by) {
  if (hits.length) {
    boxes.get(hits[current])?.classList.remove('current');
    current = (current + by + hits.length + (current < 0 && by < 0 ? 1 : 0)) % hits.length;
    boxes.get(hits[current]).classList.add('current');
    centreOn(boxes.get(hits[current]));
    byId('found').textContent = `${current + 1} of ${hits.length}`;
  }
}

query.addEventListener('input', () => {
  search();
  step(1);
});
query.addEventListener('keydown', key => {
  if (key.key === 'Enter') {
    step(key.shiftKey ? -1 : 1);
  } else if (key.key === 'Escape') {
    query.value = '';
    search();
    stage.focus();
  }
});
byId('next').addEventListener('click', () => step(1));
byId('previous').addEventListener('click', () => step(-1));
