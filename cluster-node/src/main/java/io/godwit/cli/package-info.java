/// What a person types: the commands of `godwit`, each a client of a node's door or of a drill.
@NullMarked
package io.godwit.cli;

import org.jspecify.annotations.NullMarked;
