/**
 * The simulated home: rooms, cameras, people who act, sound, and exact labels. Deterministic by seed.
 */
@NullMarked
package io.roomwise.trainer.simulation;

import org.jspecify.annotations.NullMarked;
