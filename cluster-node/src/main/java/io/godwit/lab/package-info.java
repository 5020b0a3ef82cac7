/// Labs: small experiments that show what a technique of virtualization buys and costs.
///
/// A [io.godwit.lab.Lab] is a value with a question, parameters and a pure run; [io.godwit.lab.Labs] lists them all.
/// What a run found is shown in a terminal, on a page, in files, and event by event; `docs/labs.md` says how to write
/// one.
@NullMarked
package io.godwit.lab;

import org.jspecify.annotations.NullMarked;
