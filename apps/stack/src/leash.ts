/**
 * Ends this process when its parent is gone, so that a stack killed without ceremony leaves nothing behind.
 *
 * Loaded ahead of every program that the stack runs.
 */
const parent = process.ppid;

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
}, 250).unref();
