import { readdirSync, readFileSync } from 'node:fs';

const MS_PER_TICK = 10;

/** Milliseconds of processor a process has used, its threads included; 0 when it is gone. */
export function cpuMs(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + threadMs(`/proc/${pid}/task/${thread}/schedstat`), 0);
  } catch {
    return 0;
  }
}

/**
 * The same for PostgreSQL: its first process, the children alive, and those it has buried.
 *
 * @param postmaster pid of the server's first process
 */
export function postgresCpuMs(postmaster: number): number {
  const buried = readFileSync(`/proc/${postmaster}/stat`, 'utf8').split(') ')[1]!.split(' ');
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').trim().split(' ');
  const alive = [postmaster, ...children.filter(Boolean).map(Number)].reduce((sum, pid) => sum + cpuMs(pid), 0);
  return alive + (Number(buried[13]) + Number(buried[14])) * MS_PER_TICK;
}

/** Memory of a process in megabytes, shared pages counted by their share. */
export function pssMb(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes ?? 0) / 1024);
}

/** `schedstat` counts nanoseconds, where `stat` counts hundredths of a second. */
function threadMs(schedstat: string): number {
  try {
    return Number(readFileSync(schedstat, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return 0;
  }
}
