package io.roomwise.capture;

/** Where a capture time comes from. */
public enum ClockSource {
    /** The sender's own clock: RTCP sender reports (RFC 3550, 6.4.1), or the time stamps of a local device. */
    SENDER_REPORT,
    /** The time at which this process received the packet, smoothed; late by network and encoder delay. */
    ARRIVAL
}
