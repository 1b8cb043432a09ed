const WIDTH = 24;

/** `  ██████░░░░░░  50 %  what  12 s left` */
export const progressBar = (done: number, all: number, what: string, elapsedMs: number): string => {
  const share = all === 0 ? 1 : done / all;
  const filled = Math.round(share * WIDTH);
  const left = share === 0 ? '' : `  ${Math.round((elapsedMs * (1 - share)) / share / 1_000)} s left`;
  return `  ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${Math.floor(share * 100)} %  ${what}${left}`;
};
