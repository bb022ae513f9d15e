/**
 * What a training step's loss is. Knows no loop.
 *
 * <pre>
 *  Supervised          the shipped student: labels of slots and of people
 *  DistillationMethod  a row of the paper's tables: the Terms that a Lesson (what student and teacher made of it) adds up
 * </pre>
 */
@NullMarked
package io.roomwise.trainer.method;

import org.jspecify.annotations.NullMarked;
