/**
 * Windows to person masks, student scores and action events.
 *
 * <pre>
 *  RoomWindow ─> PersonDetector ─> PersonTracks ─> ClipEncoder ─> Student ─> ActionGate ─> ActionListener
 *                DetectorBundle    └──────────── StudentStream ───────────┘
 *                or any .onnx                    ModelBundle
 * </pre>
 *
 * <p>Why a trained model is a folder that is checked as a whole: weights that do not belong to their class list, input
 * or thresholds run without complaint and report the wrong actions.
 *
 * <p>Why the scores of each window are recomputed, even where nobody was seen for long: some actions (a lamp) show
 * without people, and one pass over cached features costs less than the detection that precedes it.
 */
@NullMarked
package io.roomwise.inference;

import org.jspecify.annotations.NullMarked;
