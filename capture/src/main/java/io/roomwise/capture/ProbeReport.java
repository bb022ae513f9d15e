package io.roomwise.capture;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How well a stream works with Roomwise, as {@link StreamProbe} has seen it. Nothing in it is secret.
 *
 * @param url prints itself masked
 * @param transport empty for microphones and files
 * @param failure why it could not be opened or read to the end, in the words of the stream's state; empty if all went well
 * @param description what an RTSP server says of the stream; empty if it was not asked or did not answer
 * @param faults what is missing or wrong with a stream that is playing, in the same words
 * @param connectSeconds from the first packet to a playing stream; empty if it could not be opened
 * @param firstFrameSeconds from the first packet to the first decoded picture, sound where there are no pictures
 * @param seconds that it was watched
 * @param video as it is sent, before it is made smaller
 * @param clock empty for files
 * @param network of pictures, of sound where there are none; RTSP only
 */
public record ProbeReport(
        StreamUrl url,
        Optional<RtspTransport> transport,
        Optional<String> failure,
        Optional<RtspDescription> description,
        List<String> faults,
        OptionalDouble connectSeconds,
        OptionalDouble firstFrameSeconds,
        double seconds,
        Optional<Video> video,
        Optional<Sound> sound,
        Optional<Clock> clock,
        Optional<Network> network) {
    public ProbeReport {
        faults = List.copyOf(faults);
    }

    /**
     * The pictures.
     *
     * @param codec FFmpeg's name: h264, hevc
     * @param profile empty if it is not known
     * @param declaredFramesPerSecond empty if the sender does not say
     * @param framesPerSecond delivered, by the sender's time
     * @param keyFrameSeconds from one key frame to the next, the median; empty if there were less than two
     * @param longestWithoutKeyFrameSeconds so long a wait for a picture may be; what was seen, so a lower bound
     * @param pictures decoded
     * @param damaged packets that could not be decoded and pictures of which parts were made up, from the first key frame on
     * @param missing pictures, as the time stamps of those around tell: lost, or left out by the sender
     * @param decoder FFmpeg's name
     */
    public record Video(
            String codec,
            String profile,
            int width,
            int height,
            OptionalDouble declaredFramesPerSecond,
            double framesPerSecond,
            OptionalDouble keyFrameSeconds,
            double longestWithoutKeyFrameSeconds,
            double kilobitsPerSecond,
            long pictures,
            long damaged,
            long missing,
            String decoder,
            boolean isHardware) {}

    /**
     * The sound.
     *
     * @param sampleRateHz as it is sent
     * @param levelDbfs root mean square, mixed to mono; -96 is digital silence
     * @param peakDbfs loudest sample
     */
    public record Sound(
            String codec,
            String profile,
            int sampleRateHz,
            int channels,
            double kilobitsPerSecond,
            double levelDbfs,
            double peakDbfs) {}

    /**
     * What tells the time of pictures, of sound where there are none.
     *
     * @param source of the newest one
     * @param errorMillis what its time may be off by, as a standard error; of a delay that nobody can see nothing is in it
     * @param reports empty if there was no sender report
     * @param offsetMillis sender's clock minus ours, transport delay included; empty without sender's clock
     * @param drift of the sender's clock against ours: of its RTP clock, and of the one against the other where that is
     *     certain; empty where it was watched too shortly
     */
    public record Clock(
            ClockSource source,
            double errorMillis,
            Optional<Reports> reports,
            OptionalDouble offsetMillis,
            Optional<Rate> drift) {}

    /**
     * RTCP sender reports: each says what the sender's clock shows at some instant of its RTP clock.
     *
     * @param firstSeconds from the playing stream to the first report
     * @param intervalSeconds the median; empty where there was one
     * @param jitterMillis standard deviation from a line through them; empty where there were less than three
     * @param outliers that are far from this line
     * @param slope of the sender's clock against its own RTP clock
     */
    public record Reports(
            int count,
            double firstSeconds,
            OptionalDouble intervalSeconds,
            OptionalDouble jitterMillis,
            int outliers,
            Optional<Rate> slope) {}

    /**
     * How much faster one clock runs than another.
     *
     * @param ppm millionths
     * @param errorPpm standard error
     */
    public record Rate(double ppm, double errorPpm) {
        /** Whether it is more than what comes of measuring, at three standard errors. */
        public boolean isCertain() {
            return Math.abs(ppm) > 3 * errorPpm;
        }
    }

    /**
     * How evenly packets arrive, without the burst in the beginning.
     *
     * @param jitterMillis interarrival jitter (RFC 3550, 6.4.1)
     * @param lateMillis 95 % arrive at most so much later than the fastest
     */
    public record Network(double jitterMillis, double lateMillis) {}
}
