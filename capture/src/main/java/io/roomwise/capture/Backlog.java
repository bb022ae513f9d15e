package io.roomwise.capture;

import java.util.Optional;

/**
 * Notices that pictures come faster than this machine decodes them. Then no packet is waited for any more, and all get older and
 * older in the system's buffers and the sender's, too old for any window. So they are left out until none waits, and from there to
 * the next key frame, without which nothing can be decoded. Capture thread only.
 */
final class Backlog {
    private static final long STRETCH_NANOS = 1_000_000_000L;
    /** So long a window waits by default. */
    private static final long LATE_NANOS = 600_000_000L;
    /** Share of the time for which reads wait, while they cannot keep up. */
    private static final double BUSY = 0.1;
    /** The same with nothing else to do: what comes late now, comes late over the network. */
    private static final double IDLE = 0.5;
    /** After a pause of the network or of the process, what waits is worked off in less. */
    private static final int BUSY_STRETCHES = 2;
    /** A clock of pictures that makes such a step was set. */
    private static final long STEP_NANOS = 1_000_000_000L;
    /** By which a clock of pictures may be slow. */
    private static final double DRIFT = 5e-4;
    /** Encoders that refresh their pictures bit by bit send no key frames: waited for so long, or half as long again as usual. */
    private static final long KEY_FRAME_WAIT_NANOS = 5_000_000_000L;

    private static final long LONGEST_WAIT_NANOS = 30_000_000_000L;

    private static final long NEWS_NANOS = 60_000_000_000L;

    private boolean began;
    private long newest;
    private long newestAt;
    private long shortestDelay;

    private long stretchBegin;
    private long waited;
    private int busyStretches;
    private boolean idle;

    private boolean leavesOut;
    private boolean caughtUp;
    private long caughtUpAt;
    private long keyFrameAt;
    private long keyFrameInterval;
    private boolean leftOutAny;
    private long leftOutAt;

    /** A read took so long. */
    void onRead(long nanos) {
        waited += nanos;
    }

    /**
     * Asked of every packet of pictures, after it was read.
     *
     * @param mediaNanos its time by the sender, of any origin
     * @return whether it is not to be decoded
     */
    boolean leavesOut(long mediaNanos, boolean isKeyFrame, long nanoTime) {
        var late = lateness(mediaNanos, nanoTime);
        if (nanoTime - stretchBegin >= STRETCH_NANOS) {
            var share = (double) waited / (nanoTime - stretchBegin);
            idle = share > IDLE;
            busyStretches = share < BUSY ? busyStretches + 1 : 0;
            beginStretch(nanoTime);
        }
        if (!leavesOut && busyStretches >= BUSY_STRETCHES && late > LATE_NANOS) {
            leavesOut = true;
            caughtUp = false;
        } else if (leavesOut && !caughtUp && (late < LATE_NANOS / 2 || idle)) {
            caughtUp = true;
            caughtUpAt = nanoTime;
            // where nothing waits, what is late is late over the network
            shortestDelay = idle ? nanoTime - mediaNanos : shortestDelay;
        }
        if (leavesOut && caughtUp && (isKeyFrame || nanoTime - caughtUpAt > keyFrameWait())) {
            leavesOut = false;
            busyStretches = 0;
            beginStretch(nanoTime);
        }
        keyFrameInterval = Math.max(keyFrameInterval, mediaNanos - keyFrameAt);
        keyFrameAt = isKeyFrame ? mediaNanos : keyFrameAt;
        if (leavesOut) {
            leftOutAny = true;
            leftOutAt = nanoTime;
        }
        return leavesOut;
    }

    private long keyFrameWait() {
        return Math.max(KEY_FRAME_WAIT_NANOS, Math.min(LONGEST_WAIT_NANOS, keyFrameInterval * 3 / 2));
    }

    private void beginStretch(long nanoTime) {
        stretchBegin = nanoTime;
        waited = 0;
    }

    /** Behind the packet that came with the shortest delay. */
    private long lateness(long mediaNanos, long nanoTime) {
        var delay = nanoTime - mediaNanos;
        if (!began) {
            beginStretch(nanoTime);
        }
        var allowed = shortestDelay + Math.round(DRIFT * (nanoTime - newestAt));
        var wasSet = Math.abs(mediaNanos - newest) > STEP_NANOS;
        shortestDelay = !began || wasSet ? delay : Math.min(delay, allowed);
        if (!began || wasSet) {
            keyFrameAt = mediaNanos;
        }
        began = true;
        newest = mediaNanos;
        newestAt = nanoTime;
        return delay - shortestDelay;
    }

    /** As long as it goes on, and a minute more. */
    Optional<String> fault() {
        return leftOutAny && newestAt - leftOutAt < NEWS_NANOS
                ? Optional.of(
                        "this machine is too slow for it and leaves pictures out, a smaller stream of the camera helps")
                : Optional.empty();
    }
}
