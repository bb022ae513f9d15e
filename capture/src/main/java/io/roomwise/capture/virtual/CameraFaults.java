package io.roomwise.capture.virtual;

import io.roomwise.capture.MediaRole;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What goes wrong with a virtual camera, for tests and drills. Set from any thread, obeyed by the camera's thread. */
public final class CameraFaults {
    private volatile long clockSkewNanos;
    private volatile boolean stalled;
    private volatile double corruptShare;
    private volatile double truncatedShare;
    private volatile double garbageShare;
    private volatile Set<MediaRole> silent = Set.of();
    private volatile UnaryOperator<String> description = text -> text;
    private volatile Map<String, String> refusals = Map.of();
    private volatile double driftShare;
    private volatile boolean reportsHeld;
    private volatile long reportJitterNanos;
    private volatile double lyingShare;
    private volatile long lieNanos;
    private volatile long networkDelayNanos;
    private volatile double lostShare;
    private volatile double overtakenShare;
    private final AtomicReference<@Nullable Duration> renewal = new AtomicReference<>();
    private final AtomicReference<@Nullable Size> size = new AtomicReference<>();
    private final AtomicBoolean cut = new AtomicBoolean();

    /** In pixels. */
    record Size(int width, int height) {}

    CameraFaults() {}

    /** The camera's clock, as its sender reports state it, is ahead of the true time by this. */
    public void clockSkew(Duration skew) {
        clockSkewNanos = skew.toNanos();
    }

    /** The camera's clock and the one of its RTP time stamps run too fast by this, from its start on. */
    public void clockDrift(double partsPerMillion) {
        driftShare = partsPerMillion * 1e-6;
    }

    /** No sender reports. */
    public void holdReports(boolean on) {
        reportsHeld = on;
    }

    /** The time that each sender report states is off by up to this, in both directions. */
    public void reportJitter(Duration most) {
        reportJitterNanos = most.toNanos();
    }

    /** This share (0..1) of the sender reports states a time that is off by so much. */
    public void lyingReports(double share, Duration by) {
        lieNanos = by.toNanos();
        lyingShare = share;
    }

    /** Pictures, sound and reports take 0 to this long to the clients, and none overtakes another. */
    public void networkDelay(Duration most) {
        networkDelayNanos = most.toNanos();
    }

    /** Of RTP packets this share (0..1) does not arrive; not for clients over TCP. */
    public void losePackets(double share) {
        lostShare = share;
    }

    /** Of RTP packets this share (0..1) is overtaken by the next one; not for clients over TCP. */
    public void reorderPackets(double share) {
        overtakenShare = share;
    }

    /**
     * The streams begin anew within their session: other SSRC, sequence numbers and time stamps, as after a restart of the
     * camera's encoder.
     *
     * @param wrapAfter when the new time stamps pass 2^32
     */
    public void renewStreams(Duration wrapAfter) {
        renewal.set(wrapAfter);
    }

    /** Connections stay and new ones are accepted, but nothing is said and sent any more. */
    public void stall(boolean on) {
        stalled = on;
    }

    /** This share (0..1) of the video packets is sent with damaged contents. */
    public void corruptPackets(double share) {
        corruptShare = share;
    }

    /** This share (0..1) of the video packets ends in the middle. */
    public void truncatePackets(double share) {
        truncatedShare = share;
    }

    /** Before this share (0..1) of the packets come bytes that are no packet; over TCP only. */
    public void garbage(double share) {
        garbageShare = share;
    }

    /** Requests are answered, but of these media nothing is sent. */
    public void silence(Set<MediaRole> media) {
        silent = Set.copyOf(media);
    }

    /** What becomes of the session description before it is sent. */
    public void describe(UnaryOperator<String> change) {
        description = change;
    }

    /**
     * Requests are refused.
     *
     * @param statuses by method: {@code 453 Not Enough Bandwidth} by {@code SETUP}
     */
    public void refuse(Map<String, String> statuses) {
        refusals = Map.copyOf(statuses);
    }

    /** From now on pictures are this wide and high; their parameter sets come with the next one, a key frame. */
    public void resize(int width, int height) {
        size.set(new Size(width, height));
    }

    /** Cuts every connection without a word, as a reboot does. */
    public void cutAll() {
        cut.set(true);
    }

    long clockSkewNanos() {
        return clockSkewNanos;
    }

    /** What the camera's oscillator is ahead by after so long. */
    long driftNanos(long sinceStartNanos) {
        return Math.round(driftShare * sinceStartNanos);
    }

    /** What one report is off by. */
    long reportErrorNanos(RandomGenerator random) {
        if (random.nextDouble() < lyingShare) {
            return lieNanos;
        }
        return reportJitterNanos == 0 ? 0 : random.nextLong(-reportJitterNanos, reportJitterNanos + 1);
    }

    boolean reportsHeld() {
        return reportsHeld;
    }

    long networkDelayNanos() {
        return networkDelayNanos;
    }

    double lostShare() {
        return lostShare;
    }

    double overtakenShare() {
        return overtakenShare;
    }

    /** Whether to begin anew now; asked once for each call of {@link #renewStreams}. */
    Optional<Duration> takeRenewal() {
        return Optional.ofNullable(renewal.getAndSet(null));
    }

    boolean stalled() {
        return stalled;
    }

    double corruptShare() {
        return corruptShare;
    }

    double truncatedShare() {
        return truncatedShare;
    }

    double garbageShare() {
        return garbageShare;
    }

    boolean isSilent(MediaRole role) {
        return silent.contains(role);
    }

    String described(String text) {
        return description.apply(text);
    }

    Optional<String> refusal(String method) {
        return Optional.ofNullable(refusals.get(method));
    }

    /** Of pictures from now on; asked once for each call of {@link #resize}. */
    Optional<Size> takeSize() {
        return Optional.ofNullable(size.getAndSet(null));
    }

    /** Whether to cut now; asked once for each call of {@link #cutAll}. */
    boolean takeCut() {
        return cut.getAndSet(false);
    }
}
