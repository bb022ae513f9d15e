package io.roomwise.capture;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether the media of an opened stream are alive. Pictures that cease, or cannot be decoded any more, end the session, though
 * sound may go on; sound that ceases is only said: pictures are worth more than a connection made anew. Without pictures, sound
 * is what must live. All on the monotonic clock. Capture thread only.
 */
final class StreamWatch {
    /** A camera of one picture in ten seconds is slow, not dead. */
    private static final double PICTURES_IN_TIME = 3;

    /** Whatever rate a stream declares. */
    private static final Duration SLOWEST = Duration.ofSeconds(60);

    /**
     * To connect anew brings the next key frame no sooner, where the sender does not begin with one. Encoders that save bits put
     * ten and more seconds between them, x264 by default 250 pictures.
     */
    private static final Duration KEY_FRAME_WAIT = Duration.ofSeconds(30);

    /**
     * A camera may come back with its sound first, or with nothing else for days: pictures are looked for at growing intervals up
     * to so many times the longest retry interval.
     */
    private static final int LOOK_FOR_PICTURES = 10;

    private final MediaRole vital;
    private final boolean soundToo;
    private final boolean lacksPictures;
    private final long stallNanos;
    private final long soundStallNanos;
    private final long lookNanos;
    private final CaptureConfig config;
    private final StreamCounters counters;
    private final PictureRate rate;
    private final long opened;
    private long lastLife;
    private long lastVideo;
    private boolean hasKeyFrame;
    private long lastSound;
    private boolean soundStalled;

    /**
     * Starts to watch.
     *
     * @param wanted what is wanted of the stream
     * @param there what it has
     * @param declaredRate pictures a second; 0: not declared
     */
    StreamWatch(
            CaptureConfig config,
            Set<MediaRole> wanted,
            Set<MediaRole> there,
            double declaredRate,
            StreamCounters counters,
            long nanoTime) {
        this.config = config;
        this.counters = counters;
        vital = there.contains(MediaRole.VIDEO) ? MediaRole.VIDEO : MediaRole.AUDIO;
        soundToo = there.size() > 1;
        lacksPictures = wanted.contains(MediaRole.VIDEO) && vital == MediaRole.AUDIO;
        var usual = config.readTimeout().toNanos();
        var slow = declaredRate > 0 ? Math.round(PICTURES_IN_TIME * 1e9 / declaredRate) : 0;
        stallNanos = vital == MediaRole.VIDEO ? Math.max(usual, Math.min(slow, SLOWEST.toNanos())) : usual;
        soundStallNanos = usual / 2;
        var looked = counters.withoutPictures;
        counters.withoutPictures = lacksPictures ? looked + 1 : 0;
        lookNanos = Math.min(LOOK_FOR_PICTURES, looked + 1)
                * config.retryInterval().max().toNanos();
        rate = new PictureRate(declaredRate);
        opened = nanoTime;
        lastLife = nanoTime;
        lastVideo = nanoTime;
        lastSound = nanoTime;
    }

    /**
     * A packet was read.
     *
     * @param frames that came out of it
     * @throws StreamException if the stream is dead
     */
    void onPacket(MediaRole role, int frames, long nanoTime) throws StreamException {
        if (frames > 0 && role == MediaRole.AUDIO) {
            lastSound = nanoTime;
        }
        if (role == MediaRole.VIDEO) {
            lastVideo = nanoTime;
        }
        if (frames > 0 && role == MediaRole.VIDEO) {
            rate.onPictures(frames, nanoTime);
            hasKeyFrame = true;
        }
        if (frames > 0 && role == vital) {
            lastLife = nanoTime;
        } else if (nanoTime - lastLife > stallNanos && !awaitsKeyFrame(nanoTime)) {
            throw FfmpegError.undecodable(vital, config.readTimeout());
        }
        if (lacksPictures && nanoTime - opened > lookNanos) {
            throw new StreamException("looking for its pictures again");
        }
        watchSound(nanoTime);
    }

    /** For how long nothing at all may come. */
    Duration patience() {
        return Duration.ofNanos(stallNanos);
    }

    boolean hasKeyFrame() {
        return hasKeyFrame;
    }

    /** A packet came that can be decoded without others. */
    void onKeyFrame() {
        hasKeyFrame = true;
    }

    private boolean awaitsKeyFrame(long nanoTime) throws StreamException {
        var waits = vital == MediaRole.VIDEO && !hasKeyFrame && nanoTime - lastVideo <= stallNanos;
        if (waits && nanoTime - lastLife > Math.max(stallNanos, KEY_FRAME_WAIT.toNanos())) {
            throw StreamException.stall("no key frame for " + FfmpegError.seconds(KEY_FRAME_WAIT));
        }
        return waits;
    }

    private void watchSound(long nanoTime) {
        var stalls = soundToo && nanoTime - lastSound > soundStallNanos;
        if (stalls && !soundStalled) {
            counters.soundStalls.incrementAndGet();
        }
        soundStalled = stalls;
    }

    /** What people should know. */
    Stream<String> faults() {
        Optional<String> sound = soundStalled
                ? Optional.of("no sound for "
                        + FfmpegError.seconds(config.readTimeout().dividedBy(2)))
                : Optional.empty();
        return Stream.concat(sound.stream(), rate.fault().stream());
    }
}
