/**
 * Roomwise as a process of its own against real servers: GStreamer's RTSP server and Mosquitto from Debian's packages,
 * with real footage. Its publisher alone meets a Mosquitto that dies, halts and comes back in any order. Skipped with a message where they are absent, but never where {@code CI} is set.
 */
@NullMarked
package io.roomwise.servers;

import org.jspecify.annotations.NullMarked;
