/// What memory and disks start from. An [io.godwit.image.Image] says what each page or block holds at first, as a
/// pure function, so that thousands of clones cost nothing until they are written; overlays over it live with whoever
/// writes. [io.godwit.image.Fingerprint] defines when two memories are equal.
@NullMarked
package io.godwit.image;

import org.jspecify.annotations.NullMarked;
