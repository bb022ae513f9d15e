package io.roomwise.sync;

/** How well the capture times in a window are known. */
public enum WindowClock {
    /** All present views by their senders' clocks. */
    RTCP,
    /** Some by their senders' clocks, some by arrival. */
    MIXED,
    /** All by arrival. */
    WALLCLOCK
}
