/// One VM in one file: what it is asked to be, its disk, and perhaps its memory, to be taken from a fleet and given to
/// another. [io.godwit.portable.PortableForm] says what the bytes are, [io.godwit.portable.Exporting] and
/// [io.godwit.portable.Importing] carry them from a datastore and to one.
@NullMarked
package io.godwit.portable;

import org.jspecify.annotations.NullMarked;
