const TIMEOUT_MS = 5_000;

/** What the endpoint has at a path of its own, as JSON; rejects where it does not answer, or answers an error. */
export const getJson = async (path) => {
  const response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`answers ${response.status}`);
  return response.json();
};

/** Why `getJson` rejected, in two words. `fetch` fails with a TypeError where nothing listens. */
export const toReason = ({ name, message }) => {
  if (name === 'TypeError') return 'Not reachable';
  return name === 'TimeoutError' ? 'No answer' : `Endpoint ${message}`;
};

/** Shows how the page stands with the endpoint; what it shows besides is pale while it is not known to hold. */
export const showStatus = (text, tone) => {
  const status = document.getElementById('status');
  if (status.textContent !== text) status.textContent = text;
  status.dataset.tone = tone;
  document.body.classList.toggle('silent', tone === 'bad');
};

/** Works at once and then every `ms`, once at a time and not while nobody looks; gives how to work out of turn. */
export const every = (ms, work) => {
  let timer;
  let working = false;
  let askedAgain = false;
  const turn = async () => {
    clearTimeout(timer);
    if (working) {
      askedAgain = true;
      return;
    }
    working = true;
    try {
      do {
        askedAgain = false;
        if (!document.hidden) await work();
      } while (askedAgain);
    } finally {
      working = false;
      timer = setTimeout(turn, ms);
    }
  };
  document.addEventListener('visibilitychange', () => !document.hidden && turn());
  void turn();
  return turn;
};
