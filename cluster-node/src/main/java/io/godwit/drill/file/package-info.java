/// Reads drill files: strict YAML in, drills or sentences out.
///
/// [DrillFiles] is the door. A text becomes a tree of [Value]s that know their lines ([YamlText]), `--set` replaces
/// branches of it ([Overrides]), a matrix multiplies it ([Cells]), and each section reads its branch and refuses what
/// cannot be meant or cannot come out. All that is wrong in one stage is told at once: first the text, then the
/// topology, then the VMs, then what is done to them and expected of them.
@NullMarked
package io.godwit.drill.file;

import org.jspecify.annotations.NullMarked;
