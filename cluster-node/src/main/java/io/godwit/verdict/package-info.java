/// What a played drill comes to: the verdict, all that it rests on, and its form for machines.
///
/// A judge turns the evidence into a [DrillReport], the one tree that is written as JSON, told to a build server as
/// JUnit XML, and rendered for people. Several reports make a [Summary]. All times in a report are drill times:
/// nanoseconds from the moment at which the baseline was reached, hence negative before it.
@NullMarked
package io.godwit.verdict;

import org.jspecify.annotations.NullMarked;
