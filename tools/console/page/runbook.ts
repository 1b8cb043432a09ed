import { byId } from './element';
import { showStatus, toReason } from './endpoint';
import { renderMarkdown } from './markdown-view';
import { drawNav } from './nav';
import './strip';

const show = async (): Promise<void> => {
  const response = await fetch('runbook.md');
  if (!response.ok) throw new Error(`answers ${response.status}`);
  byId('runbook').replaceChildren(...renderMarkdown(await response.text()));
  showStatus('docs/runbook.md', 'none');
  showSection();
};

/** Scrolls to the section that the address names: it did not exist yet when the browser looked for it. */
const showSection = (): void => {
  document.querySelector('#runbook [aria-current]')?.removeAttribute('aria-current');
  const section = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!section) return;
  section.setAttribute('aria-current', 'true');
  section.scrollIntoView();
};

addEventListener('hashchange', showSection);
drawNav().catch(() => undefined);
show().catch((error: unknown) => showStatus(toReason(error), 'bad'));
