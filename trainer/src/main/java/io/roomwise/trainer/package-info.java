/**
 * Training on data sets and on the simulated home; never in the live path.
 */
@NullMarked
package io.roomwise.trainer;

import org.jspecify.annotations.NullMarked;
