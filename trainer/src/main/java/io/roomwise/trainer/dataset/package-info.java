/**
 * From the simulated home to batches.
 */
@NullMarked
package io.roomwise.trainer.dataset;

import org.jspecify.annotations.NullMarked;
