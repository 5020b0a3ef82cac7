/// Reports for people: one page of HTML that needs no network, no script and no other file.
///
/// A [io.godwit.verdict.DrillReport] becomes a [Page] of [Section]s; pictures are SVG made of the same [Markup] as the
/// text, which escapes all that it is given. The same report gives the same page, to the last byte, and a page stays
/// small whatever the drill's size: what is left out is said, and stands in the report for machines.
@NullMarked
package io.godwit.report;

import org.jspecify.annotations.NullMarked;
