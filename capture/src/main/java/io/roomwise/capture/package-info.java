/**
 * Cameras and microphones to decoded, time-stamped frames and sound.
 *
 * <pre>
 *  RTSP / ALSA / file ─> input ─> decoder ─> StreamReader ─offer()=copy─> FrameSink (implemented downstream)
 *                                    thread capture-&lt;stream&gt;
 * </pre>
 */
@NullMarked
package io.roomwise.capture;

import org.jspecify.annotations.NullMarked;
