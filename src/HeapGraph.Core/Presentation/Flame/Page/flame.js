'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const flame = document.getElementById('flame'), details = document.getElementById('details');
const search = document.getElementById('search'), found = document.getElementById('found');
const whole = data.tree;
let zoomed = whole;
(function link(node, above) { node.above = above; for (const child of node.c || []) link(child, node); })(whole, null);

function draw() {
  flame.textContent = '';
  const width = flame.clientWidth, path = [];
  for (let node = zoomed; node; node = node.above) path.unshift(node);
  let deepest = 0;
  const words = search.value.toLowerCase();
  flame.classList.toggle('searching', words.length > 0);
  const place = (node, x, w, depth) => {
    const box = document.createElement('button');
    box.className = node.k + (words && node.d.toLowerCase().includes(words) ? ' hit' : '');
    box.style.left = x + 'px';
    box.style.top = depth * 20 + 'px';
    box.style.width = w + 'px';
    box.title = node.d;
    if (w > 24) box.textContent = node.l;
    else box.setAttribute('aria-label', node.d);
    box.onmouseenter = box.onfocus = () => { details.textContent = node.d; };
    box.onclick = () => { zoomed = node; draw(); };
    flame.append(box);
    deepest = Math.max(deepest, depth);
  };
  path.slice(0, -1).forEach((node, depth) => place(node, 0, width, depth));
  const pending = [[zoomed, 0, width, path.length - 1]];
  while (pending.length) {
    const [node, x, w, depth] = pending.pop();
    place(node, x, w, depth);
    let at = x;
    for (const child of node.c || []) {
      const share = node.b ? w * child.b / node.b : 0;
      if (share >= 0.5) pending.push([child, at, share, depth + 1]);
      at += share;
    }
  }
  flame.style.height = (deepest + 1) * 20 + 'px';
  found.textContent = words ? count(words) : '';
}

// What matches below another match is in that one's bytes already.
function count(words) {
  let bytes = 0, nodes = 0;
  const pending = [whole];
  while (pending.length) {
    const node = pending.pop();
    if (node.d.toLowerCase().includes(words)) { bytes += node.b; nodes++; } else pending.push(...node.c || []);
  }
  return nodes + ' found, ' + (whole.b ? (100 * bytes / whole.b).toFixed(1) : '0.0') + ' % of the bytes';
}

document.getElementById('reset').onclick = () => { zoomed = whole; draw(); };
search.oninput = draw;
window.onresize = draw;
details.textContent = whole.d;
draw();
