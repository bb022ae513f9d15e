/**
 * One training run: optimizer, schedule, batches made ahead, checkpoints. Knows no loss and no data set.
 *
 * <pre>
 *  Feeder (thread trainer-data) ─> Loop ─> Method.losses ─> backward ─> Adam
 *                                   └─ every n steps: Checkpoint, Method.validate
 * </pre>
 *
 * <p>Why a step is a function of the seed and its number alone: then a run that was killed goes on from its checkpoint
 * as if nothing had happened, to the last bit.
 */
@NullMarked
package io.roomwise.trainer.loop;

import org.jspecify.annotations.NullMarked;
