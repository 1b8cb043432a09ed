import { showStatus, toReason } from './endpoint.js';
import { renderMarkdown } from './markdown-view.js';
import { drawNav } from './nav.js';

const show = async () => {
  const response = await fetch('runbook.md');
  if (!response.ok) throw new Error(`answers ${response.status}`);
  document.getElementById('runbook').replaceChildren(...renderMarkdown(await response.text()));
  showStatus('docs/runbook.md', 'none');
  mark();
};

/** Leads to the section that the address names: the browser looked for it before it was there. */
const mark = () => {
  document.querySelector('#runbook [aria-current]')?.removeAttribute('aria-current');
  const section = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!section) return;
  section.setAttribute('aria-current', 'true');
  section.scrollIntoView();
};

addEventListener('hashchange', mark);
drawNav().catch(() => undefined);
show().catch((error) => showStatus(toReason(error), 'bad'));
