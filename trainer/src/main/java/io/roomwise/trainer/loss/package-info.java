/**
 * Losses: pure functions, each with its formula, its reduction and a hand-computed test.
 */
@NullMarked
package io.roomwise.trainer.loss;

import org.jspecify.annotations.NullMarked;
