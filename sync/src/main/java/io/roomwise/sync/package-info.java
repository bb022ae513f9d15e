/**
 * Many streams on many threads to aligned windows on one thread.
 *
 * <pre>
 *  FrameSink ─> [FrameRing] ─> WindowAssembler ─> [WindowRing: 2 slots] ─> WindowHandler
 *               many threads   thread sync                               thread inference
 * </pre>
 */
@NullMarked
package io.roomwise.sync;

import org.jspecify.annotations.NullMarked;
