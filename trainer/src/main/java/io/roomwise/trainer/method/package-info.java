/**
 * What a training step's loss is; one class per way of training. Knows no loop.
 */
@NullMarked
package io.roomwise.trainer.method;

import org.jspecify.annotations.NullMarked;
