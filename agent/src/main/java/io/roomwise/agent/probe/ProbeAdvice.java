package io.roomwise.agent.probe;

import io.roomwise.agent.probe.Advice.Rule;
import io.roomwise.agent.probe.Advice.Weight;
import io.roomwise.capture.ClockSource;
import io.roomwise.capture.ProbeReport;
import io.roomwise.capture.ProbeReport.Clock;
import io.roomwise.capture.ProbeReport.Rate;
import io.roomwise.capture.ProbeReport.Sound;
import io.roomwise.capture.ProbeReport.Video;
import io.roomwise.capture.RtspTransport;
import io.roomwise.capture.SubStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Derives from a report what people should change, each with its reason. A pure function of the report. */
public final class ProbeAdvice {
    static final String USUAL_PATHS = "Usual ones: Hikvision /Streaming/Channels/102, Dahua and Amcrest"
            + " /cam/realmonitor?channel=1&subtype=1, Reolink /h264Preview_01_sub, TP-Link Tapo /stream2, Axis"
            + " /axis-media/media.amp?resolution=640x360.";

    static final String KEY_FRAME_ADVICE = "Set the key-frame interval (I-frame interval, GOP) to 1-2 s in the camera's"
            + " settings, and turn \"smart\" codecs (H.264+, H.265+, Zipstream with dynamic GOP) off.";

    static final String PICTURES_ADVICE =
            "Turn pictures on in the camera's settings, for this stream, H.264 is best; or take another path of the camera."
                    + " If it is to be a microphone only, give it roles: [audio].";

    /** From a picture to the arrival of its packets: what a right clock may seem to be late by. */
    private static final double USUAL_DELAY_MILLIS = 500;
    /** Packets do not arrive before they were sent: what a right clock may seem to be ahead by, for want of a better time server. */
    private static final double AHEAD_MILLIS = 50;
    /** Four seconds a day. */
    private static final double DRIFT_PPM = 50;
    /** Of one report; a line through several is better. */
    private static final double REPORT_JITTER_MILLIS = 5;
    /** Cameras come with 2 s; a room without pictures for longer is noticed. */
    private static final double KEY_FRAME_SECONDS = 4.5;
    /** 720p: what a small machine decodes without noticing. */
    private static final int LARGE_PIXELS = 1280 * 720;

    private static final double HIGH_FRAMES_PER_SECOND = 15.5;
    /** Of the grid of windows, and some more, since pictures do not come on its beat. */
    private static final double LOW_FRAMES_PER_SECOND = 4.5;

    private static final double DAMAGED_SHARE = 0.01;
    private static final double JITTER_MILLIS = 50;
    private static final double LATE_MILLIS = 500;
    private static final double SILENT_DBFS = -75;
    private static final int NARROW_HZ = 15_999;

    private static final List<Function<ProbeReport, Optional<Advice>>> RULES = List.of(
            FailureAdvice::of,
            ProbeAdvice::senderReports,
            ProbeAdvice::clockOff,
            ProbeAdvice::restreamedReports,
            ProbeAdvice::clockDrift,
            ProbeAdvice::unsteadyReports,
            ProbeAdvice::keyFrames,
            ProbeAdvice::frameRate,
            ProbeAdvice::damage,
            ProbeAdvice::jitter,
            ProbeAdvice::pictures,
            ProbeAdvice::sound);

    /** What their description of a stream contains, in small letters; MediaMTX is made with gortsplib and tells no other name. */
    private static final Map<String, String> RESTREAMERS =
            Map.of("go2rtc", "go2rtc", "mediamtx", "MediaMTX", "gortsplib", "MediaMTX");

    private ProbeAdvice() {}

    /**
     * Problems before hints.
     *
     * @param smaller what came of the camera's {@link SubStream}; empty if none is known or wanted
     */
    public static List<Advice> of(ProbeReport report, Optional<ProbeReport> smaller) {
        return Stream.concat(
                        RULES.stream().flatMap(rule -> rule.apply(report).stream()),
                        largePicture(report, smaller).stream())
                .sorted(Comparator.comparing(Advice::weight).thenComparing(Advice::rule))
                .toList();
    }

    /** Whether a smaller stream would do. */
    public static boolean wantsSmaller(ProbeReport report) {
        return largePicture(report, Optional.empty()).isPresent();
    }

    private static Optional<Advice> senderReports(ProbeReport report) {
        boolean missing = report.transport().isPresent()
                && report.clock().filter(clock -> clock.reports().isEmpty()).isPresent();
        String restream = restream(report).map(name -> name + " does").orElse("go2rtc and Frigate's restream do");
        return when(
                missing,
                Rule.NO_SENDER_REPORTS,
                Weight.PROBLEM,
                "Connect to the camera itself, or through MediaMTX with useAbsoluteTimestamp: true; " + restream
                        + " not pass the camera's sender reports on. If this is the camera itself, see whether NTP is on in"
                        + " its settings.",
                "No RTCP sender report came in %.0f s, so nobody knows when a picture was taken: it gets the time at which it"
                        + " arrives, which is later by 50 ms and more and differs from camera to camera.",
                report.seconds());
    }

    private static Optional<String> restream(ProbeReport report) {
        return report.description().flatMap(said -> RESTREAMERS.entrySet().stream()
                .filter(known ->
                        (said.server() + said.name()).toLowerCase(Locale.ROOT).contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst());
    }

    private static Optional<Advice> restreamedReports(ProbeReport report) {
        boolean reports = report.clock().flatMap(Clock::reports).isPresent();
        return when(
                reports && restream(report).filter("MediaMTX"::equals).isPresent(),
                Rule.RESTREAMED,
                Weight.HINT,
                "See that its configuration has useAbsoluteTimestamp: true for this path.",
                "This comes through MediaMTX, whose sender reports tell by default when it received a picture, not when the"
                        + " camera took it.");
    }

    private static Optional<Advice> clockOff(ProbeReport report) {
        double offset =
                report.clock().map(clock -> clock.offsetMillis().orElse(0)).orElse(0.0);
        boolean believed = report.clock()
                .filter(clock -> clock.source() == ClockSource.SENDER_REPORT)
                .isPresent();
        return when(
                offset > AHEAD_MILLIS || offset < -USUAL_DELAY_MILLIS,
                Rule.CLOCK_OFF,
                Weight.PROBLEM,
                "Set NTP in the camera's settings, with the time server that this machine has, and see that it can reach it.",
                "The camera's clock is %s %s this machine's, %s.",
                ProbeText.seconds(Math.abs(offset) / 1e3),
                offset > 0 ? "ahead of" : "behind",
                believed
                        ? "and its pictures are placed beside those of other cameras by so much in error"
                        : "too far to be believed: pictures get the time at which they arrive");
    }

    private static Optional<Advice> clockDrift(ProbeReport report) {
        Rate drift = report.clock().flatMap(Clock::drift).orElse(new Rate(0, 0));
        return when(
                Math.abs(drift.ppm()) > DRIFT_PPM && drift.isCertain(),
                Rule.CLOCK_DRIFT,
                Weight.HINT,
                "Set NTP in the camera's settings.",
                "The camera's clock %s %.0f ppm (+- %.0f) against this machine's, %.0f s a day. Roomwise takes that out after half"
                        + " a minute.",
                drift.ppm() > 0 ? "gains" : "loses",
                Math.abs(drift.ppm()),
                drift.errorPpm(),
                Math.abs(drift.ppm()) * 86_400e-6);
    }

    private static Optional<Advice> unsteadyReports(ProbeReport report) {
        return report.clock()
                .flatMap(Clock::reports)
                .flatMap(reports -> when(
                        reports.jitterMillis().orElse(0) > REPORT_JITTER_MILLIS || reports.outliers() > 0,
                        Rule.UNSTEADY_REPORTS,
                        Weight.HINT,
                        "Update the camera's firmware, if there is a newer one. Roomwise can live with it.",
                        "The camera's sender reports contradict each other: they scatter by %.1f ms, and %d of %d are far off."
                                + " Roomwise draws a line through many of them and leaves those out.",
                        reports.jitterMillis().orElse(0),
                        reports.outliers(),
                        reports.count()));
    }

    private static Optional<Advice> keyFrames(ProbeReport report) {
        return report.transport().isEmpty()
                ? Optional.empty()
                : report.video()
                        .flatMap(video -> when(
                                video.longestWithoutKeyFrameSeconds() > KEY_FRAME_SECONDS,
                                Rule.KEY_FRAMES,
                                Weight.HINT,
                                KEY_FRAME_ADVICE,
                                "%.0f s passed without a key frame: after a lost connection or a damaged picture the room is blind"
                                        + " for as long.",
                                video.longestWithoutKeyFrameSeconds()));
    }

    private static Optional<Advice> largePicture(ProbeReport report, Optional<ProbeReport> smaller) {
        return report.transport().isEmpty()
                ? Optional.empty()
                : report.video()
                        .flatMap(video -> when(
                                video.width() * video.height() > LARGE_PIXELS,
                                Rule.LARGE_PICTURE,
                                Weight.HINT,
                                subStream(video, smaller),
                                "All of %dx%d at %.0f pictures a second must be decoded to be made small again, which takes several"
                                        + " times the processor and network of a sub-stream.",
                                video.width(),
                                video.height(),
                                video.framesPerSecond()));
    }

    private static String subStream(Video video, Optional<ProbeReport> smaller) {
        Optional<Video> found = smaller.filter(sub -> sub.failure().isEmpty()).flatMap(ProbeReport::video);
        if (found.isPresent() && found.get().width() < video.width()) {
            return String.format(
                    Locale.ROOT,
                    "Use the camera's sub-stream, %s: %dx%d at %.0f pictures a second came from there.",
                    smaller.get().url(),
                    found.get().width(),
                    found.get().height(),
                    found.get().framesPerSecond());
        }
        return "Use the camera's sub-stream, 640x360 is plenty. "
                + smaller.map(sub -> "It is not at " + sub.url() + " ("
                                + sub.failure().orElse("no smaller pictures came from there") + "). ")
                        .orElse("")
                + USUAL_PATHS;
    }

    private static Optional<Advice> frameRate(ProbeReport report) {
        return report.transport().isEmpty() ? Optional.empty() : report.video().flatMap(ProbeAdvice::frameRate);
    }

    private static Optional<Advice> frameRate(Video video) {
        double rate = video.framesPerSecond();
        return when(
                        video.pictures() > 1 && rate < LOW_FRAMES_PER_SECOND,
                        Rule.LOW_FRAME_RATE,
                        rate < 2.5 ? Weight.PROBLEM : Weight.HINT,
                        "Set the frame rate to 10 a second in the camera's settings.",
                        "%.1f pictures come a second%s; Roomwise looks 2.5 times a second and then finds none that is near.",
                        rate,
                        declared(video))
                .or(() -> when(
                        rate > HIGH_FRAMES_PER_SECOND,
                        Rule.HIGH_FRAME_RATE,
                        Weight.HINT,
                        "Set the frame rate to 10 a second in the camera's settings, if nothing else needs the stream.",
                        "%.0f pictures come a second and each must be decoded; Roomwise looks 2.5 times a second.",
                        rate));
    }

    private static String declared(Video video) {
        return video.declaredFramesPerSecond().isPresent()
                ? String.format(
                        Locale.ROOT,
                        ", %.0f are declared",
                        video.declaredFramesPerSecond().getAsDouble())
                : "";
    }

    private static Optional<Advice> damage(ProbeReport report) {
        return report.transport().equals(Optional.of(RtspTransport.UDP))
                ? report.video()
                        .flatMap(video -> when(
                                video.damaged() + video.missing() > 0,
                                Rule.LOSS,
                                video.damaged() > 0 ? Weight.PROBLEM : Weight.HINT,
                                "Use TCP (capture.rtsp_transport: tcp, the default).",
                                "%d pictures were damaged and %d are missing of %d: %s, and one of them may damage every picture up"
                                        + " to the next key frame.",
                                video.damaged(),
                                video.missing(),
                                video.pictures() + video.missing(),
                                video.damaged() > 0
                                        ? "the network loses datagrams"
                                        : "the camera left them out, or the network loses datagrams"))
                : report.video()
                        .flatMap(video -> when(
                                video.damaged() > DAMAGED_SHARE * video.pictures(),
                                Rule.DAMAGE,
                                Weight.PROBLEM,
                                "Look after the camera: is its bit rate too high for its Wi-Fi or its processor, do others watch"
                                        + " it?",
                                "%d of %d pictures were damaged.",
                                video.damaged(),
                                video.pictures()));
    }

    private static Optional<Advice> jitter(ProbeReport report) {
        return report.network()
                .flatMap(network -> when(
                        network.jitterMillis() > JITTER_MILLIS || network.lateMillis() > LATE_MILLIS,
                        Rule.JITTER,
                        Weight.HINT,
                        "Give the camera a cable or better Wi-Fi, or a lower bit rate.",
                        "Packets arrive unevenly: jitter is %.0f ms, and one in twenty comes more than %.0f ms later than the"
                                + " fastest.",
                        network.jitterMillis(),
                        network.lateMillis()));
    }

    private static Optional<Advice> pictures(ProbeReport report) {
        return when(
                report.failure().isEmpty()
                        && report.transport().isPresent()
                        && report.video().isEmpty()
                        && report.sound().isPresent()
                        && report.faults().stream().anyMatch(fault -> fault.contains("video")),
                Rule.NO_PICTURES,
                Weight.PROBLEM,
                PICTURES_ADVICE,
                "The stream has sound but no pictures that can be used, and actions are recognized by pictures.");
    }

    private static Optional<Advice> sound(ProbeReport report) {
        boolean silentFilm = report.sound().isEmpty() && report.transport().isPresent();
        return when(
                        silentFilm && report.faults().stream().anyMatch(fault -> fault.contains("audio")),
                        Rule.NO_SOUND,
                        Weight.HINT,
                        "Turn sound on in the camera's settings, for this stream; AAC is best.",
                        "The stream has no sound that can be used, so actions are recognized by pictures only.")
                .or(() -> report.sound().flatMap(ProbeAdvice::sound));
    }

    private static Optional<Advice> sound(Sound sound) {
        return when(
                        sound.peakDbfs() < SILENT_DBFS,
                        Rule.SILENCE,
                        Weight.HINT,
                        "See whether the microphone is muted or its level is at zero; make a noise and probe again.",
                        "There is sound, but nothing in it: the loudest sample is %.0f dBFS.",
                        sound.peakDbfs())
                .or(() -> when(
                        sound.sampleRateHz() < NARROW_HZ,
                        Rule.NARROW_SOUND,
                        Weight.HINT,
                        "Choose AAC with 16 kHz or more in the camera's settings, if it offers that.",
                        "%d Hz carries sound up to %.0f kHz only, as a telephone does; Roomwise listens up to 8 kHz.",
                        sound.sampleRateHz(),
                        sound.sampleRateHz() / 2000.0));
    }

    private static Optional<Advice> when(
            boolean applies, Rule rule, Weight weight, String advice, String reason, Object... values) {
        return applies
                ? Optional.of(new Advice(rule, weight, advice, String.format(Locale.ROOT, reason, values)))
                : Optional.empty();
    }
}
