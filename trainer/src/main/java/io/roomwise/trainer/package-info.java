/**
 * Training on data sets and on the simulated home; never in the live path.
 *
 * <pre>
 *  Trainer ─┬─ detector.DetectorTraining   the shipped detector, from simulated rooms
 *           ├─ StudentTraining             the shipped student, from simulated rooms
 *           └─ Distillation                a student of the paper, from films of one home
 * </pre>
 */
@NullMarked
package io.roomwise.trainer;

import org.jspecify.annotations.NullMarked;
