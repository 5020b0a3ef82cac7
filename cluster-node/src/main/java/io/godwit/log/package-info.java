/// What survives a crash: frames with checksums in an append-only file. Voters of the registry and storage arrays keep
/// their promises in such logs.
///
/// [LogDevice] is the disk; a directory of real files, or a [MemoryDisk] in virtual time that loses what was not
/// forced. [Frames] is the form of the bytes: it tells a torn tail, which a crash leaves, from a broken middle, which
/// is damage.
@NullMarked
package io.godwit.log;

import org.jspecify.annotations.NullMarked;
