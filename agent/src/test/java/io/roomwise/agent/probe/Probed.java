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
import io.roomwise.capture.RtspTransport;
import io.roomwise.capture.StreamUrl;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A report of a camera that is as it should be, to be made worse by a test. */
final class Probed {
    Optional<RtspTransport> transport = Optional.of(RtspTransport.TCP);
    String server = "GStreamer RTSP server";
    List<String> faults = List.of();
    Optional<Video> video = Optional.of(video(640, 360, 15));
    Optional<Sound> sound = Optional.of(new Sound("aac", "LC", 16_000, 1, 32.4, -41.6, -28.9));
    Optional<Clock> clock = Optional.of(clock(-23, new Rate(9, 14)));
    Optional<Network> network = Optional.of(new Network(0.24, 2.31));

    static Video video(int width, int height, double framesPerSecond) {
        return video(width, height, framesPerSecond, 2, 0, 0);
    }

    static Video video(
            int width, int height, double framesPerSecond, double keyFrameSeconds, long damaged, long missing) {
        return new Video(
                "h264",
                "High",
                width,
                height,
                OptionalDouble.of(15),
                framesPerSecond,
                OptionalDouble.of(keyFrameSeconds),
                keyFrameSeconds,
                804.2,
                298,
                damaged,
                missing,
                "h264",
                false);
    }

    static Clock clock(double offsetMillis, Rate drift) {
        return new Clock(
                ClockSource.SENDER_REPORT,
                1.6,
                Optional.of(new Reports(
                        4, 1.1, OptionalDouble.of(5), OptionalDouble.of(0.02), 0, Optional.of(new Rate(0.3, 2)))),
                OptionalDouble.of(offsetMillis),
                Optional.of(drift));
    }

    /** Of a clock without sender reports. */
    static Clock arrival() {
        return new Clock(
                ClockSource.ARRIVAL, 50, Optional.empty(), OptionalDouble.empty(), Optional.of(new Rate(9, 14)));
    }

    ProbeReport report() {
        Track picture = new Track("video", "H264/90000", "packetization-mode=1;profile-level-id=640016", 15);
        return new ProbeReport(
                new StreamUrl("rtsp://viewer:hunter2@10.0.10.11/sub"),
                transport,
                Optional.empty(),
                Optional.of(new RtspDescription(server, "living room", List.of(picture))),
                faults,
                OptionalDouble.of(0.235),
                OptionalDouble.of(1.432),
                20,
                video,
                sound,
                clock,
                network);
    }

    static ProbeReport failed(String reason) {
        return new ProbeReport(
                new StreamUrl("rtsp://viewer:hunter2@10.0.10.11/sub"),
                Optional.of(RtspTransport.TCP),
                Optional.of(reason),
                Optional.empty(),
                List.of(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
