/// Nodes as processes of their own: what a process is told, how it starts, and the stage that such processes make.
@NullMarked
package io.godwit.process;

import org.jspecify.annotations.NullMarked;
