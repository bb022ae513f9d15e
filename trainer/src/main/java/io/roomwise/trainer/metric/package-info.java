/**
 * Metrics: plain Java on arrays.
 */
@NullMarked
package io.roomwise.trainer.metric;

import org.jspecify.annotations.NullMarked;
