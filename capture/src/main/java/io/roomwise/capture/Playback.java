package io.roomwise.capture;

/** How a file is played; live inputs ignore it. */
public enum Playback {
    /** At the speed of its time stamps, once. */
    REAL_TIME,
    /** At the speed of its time stamps, over and over. */
    LOOP,
    /** As fast as it can be read and the sink takes it, once; nothing is dropped. */
    FAST
}
