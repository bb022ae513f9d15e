package io.roomwise.agent.probe;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.ProbeReport;
import io.roomwise.capture.ProbeReport.Clock;
import io.roomwise.capture.ProbeReport.Network;
import io.roomwise.capture.ProbeReport.Rate;
import io.roomwise.capture.ProbeReport.Reports;
import io.roomwise.capture.ProbeReport.Sound;
import io.roomwise.capture.ProbeReport.Video;
import io.roomwise.capture.RtspDescription;
import io.roomwise.capture.RtspDescription.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A report for people: 80 columns. A pure function of report and advice. */
public final class ProbeText {
    static final int COLUMNS = 80;
    private static final int LABEL = 10;
    private static final double WORST_CLOCK_PPM = 500;

    private final ProbeReport report;
    private final List<Advice> advice;
    private final List<String> lines = new ArrayList<>();

    private ProbeText(ProbeReport report, List<Advice> advice) {
        this.report = report;
        this.advice = advice;
    }

    /** What was measured, the verdict, and what to change. */
    public static List<String> of(ProbeReport report, List<Advice> advice) {
        return new ProbeText(report, advice).lines();
    }

    private List<String> lines() {
        report.description().ifPresent(this::description);
        if (report.connectSeconds().isPresent()) {
            row("start", start());
        }
        report.video().ifPresent(this::video);
        report.sound().ifPresent(this::sound);
        report.clock().ifPresent(this::clock);
        report.network().ifPresent(this::network);
        report.faults().forEach(fault -> row("fault", fault));
        if (!lines.isEmpty()) {
            lines.add("");
        }
        wrap(verdict(), "", "");
        for (Advice each : advice) {
            lines.add("");
            wrap(each.advice(), each.weight() == Advice.Weight.PROBLEM ? "  ! " : "  - ", "    ");
            if (!report.failure().equals(Optional.of(each.reason()))) {
                wrap("Why: " + each.reason(), "    ", "    ");
            }
        }
        return lines;
    }

    private void description(RtspDescription said) {
        String name = said.name().isEmpty() || said.name().equals("-") ? "" : "session \"" + said.name() + "\"";
        String who = said.server().isEmpty() ? "unnamed" : said.server();
        row("server", name.isEmpty() ? who : who + ", " + name);
        said.tracks().forEach(track -> row("", cut(track(track))));
    }

    private static String track(Track track) {
        return track.medium() + " " + track.encoding()
                + (track.parameters().isEmpty() ? "" : "  " + track.parameters());
    }

    private static String cut(String text) {
        int room = COLUMNS - LABEL;
        return text.length() <= room ? text : text.substring(0, room - 3) + "...";
    }

    private String start() {
        String connected = "connected after " + seconds(report.connectSeconds().orElse(0));
        String frame = report.video().isPresent() ? "picture" : "sound";
        String first = report.firstFrameSeconds().isEmpty()
                ? "no " + frame
                : "first " + frame + " after "
                        + seconds(report.firstFrameSeconds().getAsDouble());
        return connected + ", " + first + ", watched " + seconds(report.seconds());
    }

    private void video(Video video) {
        row(
                "picture",
                words(video.codec(), video.profile()) + ", " + video.width() + "x" + video.height() + ", decoder "
                        + video.decoder() + " (" + (video.isHardware() ? "hardware" : "software") + ")");
        String declared = video.declaredFramesPerSecond().isEmpty()
                ? "none declared"
                : format("%.1f declared", video.declaredFramesPerSecond().getAsDouble());
        row(
                "",
                format("%.1f pictures a second (%s), ", video.framesPerSecond(), declared)
                        + bitRate(video.kilobitsPerSecond()));
        row("", keyFrames(video));
        row(
                "",
                video.pictures() + " pictures, " + none(video.damaged()) + " damaged, " + none(video.missing())
                        + " missing");
    }

    private static String none(long count) {
        return count == 0 ? "none" : Long.toString(count);
    }

    private static String keyFrames(Video video) {
        OptionalDouble interval = video.keyFrameSeconds();
        return interval.isEmpty()
                ? "no second key frame within " + seconds(video.longestWithoutKeyFrameSeconds())
                : "key frame every " + seconds(interval.getAsDouble()) + ", longest gap "
                        + seconds(video.longestWithoutKeyFrameSeconds());
    }

    private void sound(Sound sound) {
        String channels =
                switch (sound.channels()) {
                    case 1 -> "mono";
                    case 2 -> "stereo";
                    default -> sound.channels() + " channels";
                };
        row(
                "sound",
                words(sound.codec(), sound.profile()) + ", " + sound.sampleRateHz() + " Hz, " + channels + ", "
                        + bitRate(sound.kilobitsPerSecond()));
        row("", format("level %d dBFS, loudest %d dBFS", Math.round(sound.levelDbfs()), Math.round(sound.peakDbfs())));
    }

    private void clock(Clock clock) {
        boolean sender = clock.source() == ClockSource.SENDER_REPORT;
        String source = report.transport().isEmpty() ? "the driver's" : sender ? "the camera's own" : "time of arrival";
        row("clock", source + ", a stamp is off by about " + seconds(clock.errorMillis() / 1e3));
        if (report.transport().isPresent()) {
            row("", clock.reports().map(ProbeText::reports).orElse("no sender reports"));
            clock.reports().filter(reports -> reports.slope().isPresent()).ifPresent(this::line);
            clock.offsetMillis().ifPresent(offset -> row("", offset(offset) + drift(clock)));
        }
    }

    private static String reports(Reports reports) {
        String first = ", the first after " + seconds(reports.firstSeconds());
        return reports.intervalSeconds().isEmpty()
                ? "1 sender report" + first
                : reports.count() + " sender reports" + first + ", then every "
                        + seconds(reports.intervalSeconds().getAsDouble());
    }

    private void line(Reports reports) {
        row(
                "",
                format("they scatter by %.2f ms", reports.jitterMillis().orElse(0))
                        + (reports.outliers() == 0 ? "" : ", " + reports.outliers() + " far off")
                        + rate(", slope ", reports.slope()));
    }

    /** A camera that is right is behind by what its pictures take to arrive. */
    private static String offset(double millis) {
        return seconds(Math.abs(millis) / 1e3) + (millis > 0 ? " ahead of" : " behind") + " this machine";
    }

    private static String drift(Clock clock) {
        return rate(", drift ", clock.drift());
    }

    /** Nothing where less is known of it than of any clock. */
    private static String rate(String label, Optional<Rate> measured) {
        return measured.filter(rate -> rate.errorPpm() < WORST_CLOCK_PPM)
                .map(rate -> format("%s%.0f +- %.0f ppm", label, rate.ppm(), rate.errorPpm()))
                .orElse("");
    }

    private void network(Network network) {
        row(
                "network",
                report.transport()
                                .map(each -> each.name().toLowerCase(Locale.ROOT))
                                .orElse("")
                        + format(
                                ", jitter %.1f ms, 95 %% within %.1f ms of the fastest",
                                network.jitterMillis(), network.lateMillis()));
    }

    private String verdict() {
        return switch (Verdict.of(report, advice)) {
            case GOOD -> advice.isEmpty() ? "Works well." : "Works. It could be better:";
            case POOR -> "Works, with a problem:";
            case UNUSABLE -> "Cannot be used: " + report.failure().orElse("no pictures.");
        };
    }

    private void row(String label, String text) {
        wrap(text, String.format(Locale.ROOT, "%-" + LABEL + "s", label), " ".repeat(LABEL));
    }

    private void wrap(String text, String first, String others) {
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : text.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > COLUMNS) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(others);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString().stripTrailing());
    }

    private static String words(String... words) {
        return List.of(words).stream().filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
    }

    private static String bitRate(double kilobits) {
        return kilobits < 1000 ? format("%.0f kbit/s", kilobits) : format("%.1f Mbit/s", kilobits / 1e3);
    }

    /** With the unit that people use for so long a time. */
    static String seconds(double seconds) {
        if (seconds < 1) {
            return format(seconds < 0.01 ? "%.1f ms" : "%.0f ms", seconds * 1e3);
        }
        return seconds < 120 ? format("%.1f s", seconds) : format("%.1f min", seconds / 60);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
