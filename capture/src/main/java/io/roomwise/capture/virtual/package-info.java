/**
 * The virtual camera: serves a {@link io.roomwise.capture.virtual.Scene} as a genuine RTSP stream on loopback.
 */
@NullMarked
package io.roomwise.capture.virtual;

import org.jspecify.annotations.NullMarked;
