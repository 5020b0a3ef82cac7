/// Processes of this machine: how a launcher starts nodes as JVMs of their own, breaks them, and leaves nothing behind.
///
/// ```
/// launcher ── stdin, held open ──► child      its end, however it came, is the child's end
///          ◄─ "ready ..." on stdout ─
///          ── sh that keeps a pause ──► SIGSTOP, and SIGCONT once the launcher resumes or dies
/// ```
///
/// Nobody has to clean up after a launcher that was killed: a child whose standard input ends halts at once and removes
/// the run's folder.
@NullMarked
package io.godwit.launch;

import org.jspecify.annotations.NullMarked;
