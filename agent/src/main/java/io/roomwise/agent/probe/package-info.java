/**
 * What people read of a probed stream.
 *
 * <pre>
 *  ProbeReport ─┬─> ProbeAdvice ─> Advice ─┬─> ProbeText (80 columns)
 *   (capture)   │    FailureAdvice         └─> ProbeJson
 *               └─────────────────────────────> both
 * </pre>
 */
@NullMarked
package io.roomwise.agent.probe;

import org.jspecify.annotations.NullMarked;
