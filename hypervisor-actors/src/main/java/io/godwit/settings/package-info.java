/// What people write under `config`: files that are read strictly into records.
@NullMarked
package io.godwit.settings;

import org.jspecify.annotations.NullMarked;
