/**
 * The simulated home: rooms, cameras, people who act, sound, and exact labels. Deterministic by seed.
 *
 * <pre>
 *  seed ─> Architect ─> Floorplan ──┬─> Backdrop (per camera, cast once) ──┐
 *                                   │                                      ├─> ViewPainter ─> RGB24, boxes
 *          Life ─> Resident ─> Plot ┴─> Episode ─> Choreography ─> Pose ───┤
 *          (who does what when)                    (how it is moved)       └─> joints
 *                                        └──────────────────────────────────── Soundscape ─> 16 kHz, labels
 * </pre>
 *
 * Why so: a function of time needs no clock and no order of calls, so a training set can jump about in a life that the
 * live demo plays through. Only the story itself is written in order, always by whoever's part ends first. Nothing is
 * stored per frame: a picture is two cached layers of light, weighted and summed, with about two dozen round cones per
 * person drawn over them, 3 to 5 ms of one core at 512x384. Chance comes from hashes of seed and time, never from a
 * generator that remembers.
 */
@NullMarked
package io.roomwise.trainer.simulation;

import org.jspecify.annotations.NullMarked;
