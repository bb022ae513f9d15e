/** Measurements beside named peers, each started by hand; they write {@code src/test/results}. */
@NullMarked
package io.roomwise.benchmarks;

import org.jspecify.annotations.NullMarked;
