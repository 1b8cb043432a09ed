import type { Account } from '../../../domain/ledger/account';
import { PATHS } from '../../../domain/ledger/paths';
import { type Balance, byHour, type PathBalance } from '../../../domain/ledger/balance';
import type { Gaps } from '../../../domain/ledger/gaps';
import { plainText } from '../../foundation/markdown-text';

const APPS_SHOWN = 10;

/**
 * Two Markdown tables: accounts by hour of receipt, newest first, and the app versions that lose most events before the
 * collector.
 */
export const ledgerTables = (accounts: readonly Account[], gaps: readonly Gaps[]): string =>
  [
    `| received (UTC) | accepted | refused | ${PATHS.join(' | ')} |`,
    `| --- | ---: | ---: | ${PATHS.map(() => '---:').join(' | ')} |`,
    ...byHour(accounts).toReversed().map(toRow),
    '',
    '| app version | device | sequence numbers | missing |',
    '| --- | --- | ---: | ---: |',
    ...sumByApp(gaps)
      .slice(0, APPS_SHOWN)
      .map(
        ({ appVersion, deviceType, expected, missing }) =>
          `| ${plainText(appVersion)} | ${plainText(deviceType)} | ${expected} | ${missing} |`,
      ),
  ].join('\n');

const toRow = ([hour, { accepted, refused, paths }]: readonly [number, Balance]): string => {
  const time = new Date(hour).toISOString().replace('T', ' ').slice(0, 16);
  return `| ${time} | ${accepted} | ${refused} | ${PATHS.map((path) => toCell(paths[path])).join(' | ')} |`;
};

/** Events found, pending and lost, such as `1200, 3 pending` or `1197, 3 LOST`. */
const toCell = ({ found, pending, lost }: PathBalance): string =>
  [String(found), ...(pending > 0 ? [`${pending} pending`] : []), ...(lost > 0 ? [`${lost} LOST`] : [])].join(', ');

const sumByApp = (gaps: readonly Gaps[]): readonly Gaps[] => {
  const sums = new Map<string, Gaps>();
  for (const each of gaps) {
    const key = JSON.stringify([each.appVersion, each.deviceType]);
    const sum = sums.get(key);
    sums.set(key, {
      ...each,
      expected: each.expected + (sum?.expected ?? 0),
      missing: each.missing + (sum?.missing ?? 0),
    });
  }
  return [...sums.values()].sort((a, b) => b.missing - a.missing || b.expected - a.expected);
};
