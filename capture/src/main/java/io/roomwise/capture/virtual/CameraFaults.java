package io.roomwise.capture.virtual;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** What goes wrong with a virtual camera, for tests and drills. Set from any thread, obeyed by the camera's thread. */
public final class CameraFaults {
    private volatile long clockSkewNanos;
    private volatile boolean stalled;
    private volatile double corruptShare;
    private final AtomicBoolean cut = new AtomicBoolean();

    CameraFaults() {}

    /** The camera's clock, as its sender reports state it, is ahead of the true time by this. */
    public void clockSkew(Duration skew) {
        clockSkewNanos = skew.toNanos();
    }

    /** Connections stay and new ones are accepted, but nothing is said and sent any more. */
    public void stall(boolean on) {
        stalled = on;
    }

    /** This share (0..1) of the video packets is sent with damaged contents. */
    public void corruptPackets(double share) {
        corruptShare = share;
    }

    /** Cuts every connection without a word, as a reboot does. */
    public void cutAll() {
        cut.set(true);
    }

    long clockSkewNanos() {
        return clockSkewNanos;
    }

    boolean stalled() {
        return stalled;
    }

    double corruptShare() {
        return corruptShare;
    }

    /** Whether to cut now; asked once for each call of {@link #cutAll}. */
    boolean takeCut() {
        return cut.getAndSet(false);
    }
}
