package io.roomwise.capture;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H263;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG1VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG2VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;

import io.roomwise.capture.StreamException.Retry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** One opened input with its decoders and clocks, from connecting to the first failure. Capture thread only. */
final class StreamSession implements AutoCloseable {
    /** Codecs whose RTP packets go through FFmpeg's parser, which puts them together to pictures. */
    private static final Set<Integer> PARSED = Set.of(
            AV_CODEC_ID_H264,
            AV_CODEC_ID_HEVC,
            AV_CODEC_ID_MPEG4,
            AV_CODEC_ID_H263,
            AV_CODEC_ID_MPEG1VIDEO,
            AV_CODEC_ID_MPEG2VIDEO);

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final StreamConfig config;
    private final FilePlayback playback;
    private final StreamCounters counters;
    private final Delivery delivery;
    private final Clocks clocks;
    private final Deadline deadline;
    private final NativeInput input;
    private final List<Medium> media = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final HardwareDecoding hardware;
    private final StreamWatch watch;
    private final Backlog backlog = new Backlog();
    private boolean decodesInHardware;
    private PacketListener listener = (role, packet, clock, time) -> {};
    private boolean hasFrames;
    private double framesPerSecond;

    /**
     * Connects.
     *
     * @param hardware who is to decode
     * @param playback of the file, if it is one; it outlives the session
     */
    StreamSession(
            StreamConfig config,
            HardwareDecoding hardware,
            FilePlayback playback,
            StreamCounters counters,
            Delivery delivery,
            Clocks clocks,
            Deadline deadline)
            throws StreamException {
        this.config = config;
        this.hardware = hardware;
        this.playback = playback;
        this.counters = counters;
        this.delivery = delivery;
        this.clocks = clocks;
        this.deadline = deadline;
        input = NativeInput.open(config, deadline, clocks);
        counters.nativeContexts = 1;
        counters.decoder = "";
        try {
            playback.beginPass(input.startNanos());
            for (var role : MediaRole.values()) {
                if (config.roles().contains(role)) {
                    add(role);
                }
            }
            if (media.isEmpty()) {
                throw new StreamException(String.join("; ", missing), Retry.LATE);
            }
        } catch (StreamException | RuntimeException e) {
            close();
            throw e;
        }
        watch = new StreamWatch(
                config.capture(),
                config.roles(),
                media.stream().map(Medium::role).collect(Collectors.toSet()),
                framesPerSecond,
                counters,
                clocks.nanoTime().getAsLong());
    }

    private void add(MediaRole role) {
        var stream = input.select(role);
        if (stream.isEmpty()) {
            missing.add("no " + role.name().toLowerCase(Locale.ROOT) + " stream in " + config.path());
            return;
        }
        try {
            media.add(open(role, stream.get()));
        } catch (StreamException e) {
            missing.add(e.reason());
        }
    }

    private Medium open(MediaRole role, AVStream stream) throws StreamException {
        var unit = new MediaTime(stream.time_base().num(), stream.time_base().den());
        var rate = stream.avg_frame_rate();
        framesPerSecond =
                role == MediaRole.VIDEO && rate.den() > 0 ? (double) rate.num() / rate.den() : framesPerSecond;
        var decoder = NativeDecoder.open(stream, role == MediaRole.VIDEO ? hardware : HardwareDecoding.NONE);
        if (role == MediaRole.VIDEO) {
            noteDecoder(decoder);
        }
        var track = role == MediaRole.VIDEO
                ? new PictureTrack(decoder, config.capture().pictureLimit(), counters, delivery)
                : new SoundTrack(decoder, counters, delivery);
        return new Medium(stream.index(), role, unit, clockOf(role, stream, unit), track);
    }

    private void noteDecoder(NativeDecoder decoder) {
        counters.decoder = decoder.name();
        decodesInHardware = decoder.isHardware();
        if (config.capture().hardwareDecoding() == HardwareDecoding.AUTO && !decodesInHardware) {
            missing.add("no hardware that decodes " + decoder.name() + ", the processor does");
        }
    }

    private StreamClock clockOf(MediaRole role, AVStream stream, MediaTime unit) {
        var clockError = NANOS_PER_MILLI * config.clockOffsetMillis();
        var delay = role == MediaRole.AUDIO ? NANOS_PER_MILLI * config.audioOffsetMillis() : 0;
        if (config.path().isRtsp()) {
            var late = PARSED.contains(stream.codecpar().codec_id());
            return media.isEmpty() || !(media.get(0).clock instanceof RtpClock first)
                    ? new RtpClock(unit, late, config.capture().clockMaxOffset(), clockError, delay)
                    : first.follower(unit, late, delay);
        }
        var correction = clockError + delay;
        return config.path().isMicrophone() ? new DeviceClock(unit, correction) : playback.clock(unit, correction);
    }

    /**
     * Reads one packet and delivers what it completes.
     *
     * @return false at the end of a file
     * @throws StreamException if the stream broke or stalled
     */
    boolean step() throws StreamException {
        var began = clocks.nanoTime().getAsLong();
        var packet = input.read(watch.patience());
        backlog.onRead(clocks.nanoTime().getAsLong() - began);
        if (packet == null) {
            media.forEach(medium -> medium.track.end());
            if (config.path().isFile()) {
                return false;
            }
            throw new StreamException("ended by the sender");
        }
        try {
            counters.bytes.addAndGet(packet.size());
            for (var medium : media) {
                if (medium.index == packet.stream_index()) {
                    decode(medium, packet);
                }
            }
        } finally {
            input.release();
        }
        return true;
    }

    private void decode(Medium medium, AVPacket packet) throws StreamException {
        if (config.path().isFile() && config.playback() != Playback.FAST) {
            deadline.pause(playback.untilDue(medium.unit, input.times(medium.unit)));
        }
        var times = input.times(medium.unit);
        if (times.report() != null) {
            counters.senderReports.incrementAndGet();
        }
        var time = medium.clock.timeOf(times);
        listener.onPacket(medium.role, packet, medium.clock, time);
        if (medium.index == media.get(0).index) {
            // of pictures, if there are any: encoders hold back sound for longer
            counters.clockOffsetNanos = medium.clock.offsetNanos();
        }
        var frames = leavesOut(medium, packet, times) ? 1 : medium.track.decode(packet, time);
        if (!config.path().isFile()) {
            if (medium.role == MediaRole.VIDEO && (packet.flags() & AV_PKT_FLAG_KEY) != 0) {
                watch.onKeyFrame();
            }
            watch.onPacket(medium.role, frames, clocks.nanoTime().getAsLong());
        }
        hasFrames |= frames > 0 && medium.index == media.get(0).index;
    }

    /** Sound costs little, and files wait for those who play them. */
    private boolean leavesOut(Medium medium, AVPacket packet, PacketTimes times) {
        if (!hasFrames
                || medium.role != MediaRole.VIDEO
                || !config.path().isRtsp()
                || times.pts() == PacketTimes.NONE) {
            return false;
        }
        var isKeyFrame = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
        var leftOut = backlog.leavesOut(medium.unit.nanos(times.pts()), isKeyFrame, times.arrivalNanoTime());
        if (leftOut) {
            counters.dropped.incrementAndGet();
        }
        return leftOut;
    }

    /** Whether a picture has been decoded; sound, if no pictures are wanted. */
    boolean hasFrames() {
        return hasFrames;
    }

    /** Whether a decoder was used that is not the processor's, and made nothing of a key frame. */
    boolean isBlindHardware() {
        return decodesInHardware && !hasFrames && watch.hasKeyFrame();
    }

    /** Of the pictures, as the input tells it; 0 where it does not. */
    double framesPerSecond() {
        return framesPerSecond;
    }

    /** Whether there is such a medium. */
    boolean has(MediaRole role) {
        return media.stream().anyMatch(medium -> medium.role == role);
    }

    /** Has every packet told from now on. */
    void watch(PacketListener watcher) {
        listener = watcher;
    }

    /** Of a medium that is streaming. */
    Optional<CodecProperties> properties(MediaRole role) {
        return media.stream()
                .filter(medium -> medium.role == role)
                .map(medium -> medium.track.properties())
                .findFirst();
    }

    /** What is missing, and what is wrong with what is there. */
    List<String> faults() {
        return Stream.of(
                        missing.stream(),
                        media.stream().flatMap(medium -> medium.clock.fault().stream()),
                        media.stream().flatMap(medium -> medium.track.faults()),
                        backlog.fault().stream(),
                        watch.faults())
                .flatMap(each -> each)
                .distinct()
                .toList();
    }

    /** What is streaming, and what is wrong with it, in one line. */
    String description() {
        var streaming = media.stream().map(medium -> medium.track.description()).collect(Collectors.joining(" + "));
        return Stream.concat(Stream.of("streaming " + streaming), faults().stream())
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        media.forEach(medium -> medium.track.close());
        input.close();
        counters.nativeContexts = 0;
    }

    /** @param index of the stream in the input */
    private record Medium(int index, MediaRole role, MediaTime unit, StreamClock clock, MediaTrack track) {}
}
