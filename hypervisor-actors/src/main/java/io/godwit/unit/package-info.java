/// Quantities that people write with a unit and the code keeps as a whole number of the smallest one.
///
/// Every quantity is read from text such as `8GiB` or `10Gbit` and refuses a bare number, since a number without a
/// unit is the most expensive typing error there is. Arithmetic is exact: what overflows a `long` is refused, what
/// must be rounded says in its name or Javadoc which way.
@NullMarked
package io.godwit.unit;

import org.jspecify.annotations.NullMarked;
