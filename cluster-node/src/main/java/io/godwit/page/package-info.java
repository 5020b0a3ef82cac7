/// Pages for people: one file of HTML that needs no network and no other file, and prints well.
///
/// A [Page] is made of [Section]s; pictures are SVG made of the same [Markup] as the text, which escapes all that it is
/// given. The same values give the same page, to the last byte.
@NullMarked
package io.godwit.page;

import org.jspecify.annotations.NullMarked;
