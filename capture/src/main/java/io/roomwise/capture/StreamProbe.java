package io.roomwise.capture;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;

import io.roomwise.capture.ProbeReport.Sound;
import io.roomwise.capture.ProbeReport.Video;
import java.nio.ShortBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;

/**
 * Watches one stream for a while and reports how well it works. Opens, reads, decodes and stamps with the very classes that
 * {@link StreamReader} does it with. For one run on one thread, which it holds up.
 */
public final class StreamProbe {
    private static final StreamId NAMELESS = new StreamId(0, new RoomId("probe", "probe"), "probe");
    private static final Duration DESCRIBING = Duration.ofSeconds(3);
    private static final long TELLING_NANOS = 200_000_000L;
    /** For the first frame: longer than a key frame is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Told several times a second how far it is. Called on the probe's thread. */
    @FunctionalInterface
    public interface Progress {
        /** @param seconds since the stream began to play */
        void onProgress(double seconds, long pictures, int senderReports);
    }

    private final StreamConfig config;
    private final Duration time;
    private final Clocks clocks;
    private final StreamCounters counters = new StreamCounters();
    private final Map<MediaRole, Medium> media = new EnumMap<>(MediaRole.class);
    private final SoundMeter loudness = new SoundMeter();
    private MediaRole first = MediaRole.VIDEO;
    private List<String> faults = List.of();
    private long startNanos;
    private OptionalDouble connected = OptionalDouble.empty();
    private OptionalDouble firstFrame = OptionalDouble.empty();
    private double declaredFramesPerSecond;
    private double watchedSeconds;
    private long errorsBeforeKeyFrame;

    /** What is known of the pictures, or of the sound. */
    private static final class Medium {
        private final PacketMeter packets = new PacketMeter();
        private final ClockMeter clock;
        private @Nullable CodecProperties codec;

        Medium(long startNanos) {
            clock = new ClockMeter(startNanos);
        }
    }

    /**
     * Opens nothing.
     *
     * @param time to watch a stream from its first frame on; a file is read as fast as possible, to its end if that comes earlier
     */
    public StreamProbe(StreamConfig config, Duration time, Clocks clocks) {
        this.config = config.path().isFile()
                ? new StreamConfig(config.path(), config.roles(), Playback.FAST, 0, 0, config.capture())
                : config;
        this.time = time;
        this.clocks = clocks;
    }

    /**
     * Takes the time to connect, the wait for the first frame, the time to watch, and at most both time-outs of the configuration;
     * once.
     */
    public ProbeReport run(Progress progress) {
        startNanos = clocks.nanoTime().getAsLong();
        Optional<StreamException> failure = Optional.empty();
        try (var deadline = new Deadline(clocks.nanoTime())) {
            failure = watch(deadline, progress);
        }
        // The answer of a server that has answered is worth another question.
        var answers = failure.isEmpty() || failure.get().retry() != StreamException.Retry.SOON || connected.isPresent();
        var description = config.path().isRtsp() && answers
                ? RtspDescriber.ask(config.path(), DESCRIBING, clocks.nanoTime())
                : Optional.<RtspDescription>empty();
        return report(failure.map(StreamException::reason), description);
    }

    private Optional<StreamException> watch(Deadline deadline, Progress progress) {
        var delivery = new Delivery(
                NAMELESS, new Ears(), counters, clocks, deadline, config.path().isFile());
        try (var session = new StreamSession(
                config,
                config.capture().hardwareDecoding(),
                new FilePlayback(clocks),
                counters,
                delivery,
                clocks,
                deadline)) {
            connected = OptionalDouble.of(seconds());
            begin(session);
            try {
                read(session, progress);
            } finally {
                watchedSeconds = seconds() - connected.getAsDouble();
                media.forEach((role, medium) ->
                        medium.codec = session.properties(role).orElse(null));
                declaredFramesPerSecond = session.framesPerSecond();
                faults = session.faults();
            }
            return session.hasFrames() ? Optional.empty() : Optional.of(nothing());
        } catch (StreamException e) {
            return Optional.of(e);
        }
    }

    private StreamException nothing() {
        return config.path().isFile()
                ? new StreamException("nothing to play in " + config.path())
                : FfmpegError.undecodable(first, PATIENCE);
    }

    private void begin(StreamSession session) {
        var now = clocks.nanoTime().getAsLong();
        for (var role : MediaRole.values()) {
            if (session.has(role)) {
                media.put(role, new Medium(now));
            }
        }
        first = session.has(MediaRole.VIDEO) ? MediaRole.VIDEO : MediaRole.AUDIO;
        session.watch(this::onPacket);
    }

    private void read(StreamSession session, Progress progress) throws StreamException {
        var begin = clocks.nanoTime().getAsLong();
        var told = begin;
        var now = begin;
        var start = begin;
        while (session.hasFrames() ? now - begin < time.toNanos() : now - start < PATIENCE.toNanos()) {
            if (!session.step()) {
                return;
            }
            now = clocks.nanoTime().getAsLong();
            begin = session.hasFrames() ? begin : now;
            if (now - told > TELLING_NANOS) {
                told = now;
                progress.onProgress((now - begin) / 1e9, counters.pictures.get(), reports());
            }
        }
    }

    private int reports() {
        var medium = media.get(first);
        return medium == null ? 0 : medium.clock.reports();
    }

    private void onPacket(MediaRole role, AVPacket packet, StreamClock clock, @Nullable FrameTime packetTime) {
        var medium = media.get(role);
        if (medium == null) {
            return;
        }
        var isKeyFrame = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
        if (role == MediaRole.VIDEO && isKeyFrame && !medium.packets.hasKeyFrame()) {
            errorsBeforeKeyFrame = counters.decodeErrors.get();
        }
        if (packetTime != null) {
            medium.clock.onPacket(packetTime, clock.offsetNanos());
            var arrival = clock.newest();
            var continues = arrival.map(medium.clock::onArrival).orElse(true);
            var position = arrival.map(RtpArrival::rtpNanos).orElse(packetTime.captureUtcNanos());
            medium.packets.onPacket(position, continues, packet.size(), isKeyFrame);
        } else if (isKeyFrame) {
            medium.packets.onKeyFrameWithoutTime();
        }
    }

    private double seconds() {
        return (clocks.nanoTime().getAsLong() - startNanos) / 1e9;
    }

    private ProbeReport report(Optional<String> failure, Optional<RtspDescription> description) {
        var path = config.path();
        var medium = Optional.ofNullable(media.get(first));
        return new ProbeReport(
                path,
                path.isRtsp() ? Optional.of(config.capture().rtspTransport()) : Optional.empty(),
                failure,
                description,
                faults,
                connected,
                firstFrame,
                watchedSeconds,
                Optional.ofNullable(media.get(MediaRole.VIDEO)).flatMap(of -> video(of, description)),
                Optional.ofNullable(media.get(MediaRole.AUDIO)).flatMap(this::sound),
                path.isFile() ? Optional.empty() : medium.flatMap(of -> of.clock.clock()),
                medium.flatMap(of -> of.clock.network()));
    }

    private Optional<Video> video(Medium medium, Optional<RtspDescription> description) {
        var packets = medium.packets;
        return Optional.ofNullable(medium.codec)
                .map(codec -> new Video(
                        codec.codec(),
                        codec.profile(),
                        codec.width(),
                        codec.height(),
                        declared(description, codec),
                        packets.perSecond(),
                        packets.keyFrameSeconds(),
                        packets.longestWithoutKeyFrameSeconds(),
                        packets.kilobitsPerSecond(),
                        counters.pictures.get(),
                        counters.decodeErrors.get() - errorsBeforeKeyFrame,
                        packets.missing(),
                        codec.decoder(),
                        codec.isHardware()));
    }

    /** By the description, else by the container, else by the pictures themselves. */
    private OptionalDouble declared(Optional<RtspDescription> description, CodecProperties codec) {
        var described = description.stream()
                .flatMap(said -> said.tracks().stream())
                .filter(track -> track.medium().equals("video"))
                .mapToDouble(RtspDescription.Track::framesPerSecond)
                .findFirst();
        var known = described.orElse(0) > 0
                ? described.getAsDouble()
                : declaredFramesPerSecond > 0 ? declaredFramesPerSecond : codec.framesPerSecond();
        return known > 0 ? OptionalDouble.of(known) : OptionalDouble.empty();
    }

    private Optional<Sound> sound(Medium medium) {
        return Optional.ofNullable(medium.codec)
                .map(codec -> new Sound(
                        codec.codec(),
                        codec.profile(),
                        codec.sampleRateHz(),
                        codec.channels(),
                        medium.packets.kilobitsPerSecond(),
                        loudness.levelDbfs(),
                        loudness.peakDbfs()));
    }

    /** Where pictures and sound end. */
    private final class Ears implements FrameSink {
        @Override
        public boolean offerPicture(StreamId stream, FrameTime pictureTime, Picture picture) {
            onFrame();
            return true;
        }

        @Override
        public boolean offerSound(StreamId stream, FrameTime soundTime, ShortBuffer samples) {
            if (first == MediaRole.AUDIO) {
                onFrame();
            }
            loudness.onSound(samples);
            return true;
        }

        private void onFrame() {
            firstFrame = firstFrame.isPresent() ? firstFrame : OptionalDouble.of(seconds());
        }
    }
}
