/**
 * The small person detector: anchor-free, one class, a one-to-many head for learning and a one-to-one head for use,
 * so that no suppression of duplicates is needed.
 */
@NullMarked
package io.roomwise.trainer.detector;

import org.jspecify.annotations.NullMarked;
