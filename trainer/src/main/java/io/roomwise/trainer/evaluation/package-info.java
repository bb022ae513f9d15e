/**
 * What matters in use: which actions a streaming student would have announced, and when.
 *
 * <pre>
 *  RoomClips ─> StreamScores (window after window) ─> GateTuner (thresholds on validation rooms) ─> EventReport
 * </pre>
 */
@NullMarked
package io.roomwise.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
