/// What a person sees while a drill is played: where it stands, what each host carries, what moves, what clients get,
/// and the events worth a line. A core of text; the terminal itself is the command line's.
@NullMarked
package io.godwit.live;

import org.jspecify.annotations.NullMarked;
