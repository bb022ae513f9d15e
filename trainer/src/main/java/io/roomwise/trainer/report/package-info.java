/**
 * What a run of distillation tells about itself, in one HTML file that needs nothing else.
 *
 * <pre>
 *  Loop ─ History (history.csv) ─┐
 *  test clips ─ FrameScores, ClipScores, attention ─┴─ DistillationReport ─ report.html
 * </pre>
 */
@NullMarked
package io.roomwise.trainer.report;

import org.jspecify.annotations.NullMarked;
