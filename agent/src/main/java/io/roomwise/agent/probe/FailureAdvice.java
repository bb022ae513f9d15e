package io.roomwise.agent.probe;

import io.roomwise.agent.probe.Advice.Rule;
import io.roomwise.agent.probe.Advice.Weight;
import io.roomwise.capture.ProbeReport;
import java.util.Optional;
import java.util.regex.Pattern;

/** What to do about a stream that could not be opened or broke. Knows the words in which capture tells why. */
enum FailureAdvice {
    NO_LOGIN(
            Rule.LOGIN,
            ".* needs a user and a password",
            "Put user and password into the URL: rtsp://USER:PASSWORD@HOST/PATH. Many cameras want an account of its own"
                    + " for RTSP, which is made in their settings."),
    WRONG_LOGIN(
            Rule.LOGIN,
            "40[13] .*",
            "Check user and password. In a URL, @ : / ? # % of a password are written %40 %3A %2F %3F %23 %25. Many cameras"
                    + " want an account of its own for RTSP, which is made in their settings. Where it is all right, set RTSP"
                    + " authentication to Digest by MD5, or Basic: Digest by SHA-256 is not spoken."),
    NO_PATH(
            Rule.PATH,
            "404 .*",
            "Look the path of the sub-stream up in the camera's manual. " + ProbeAdvice.USUAL_PATHS
                    + " go2rtc and MediaMTX answer so, too, while the camera behind them is away."),
    NOTHING_WANTED(
            Rule.PATH,
            "no [a-z ]+ stream in .*",
            "Take another path of the camera, or turn the missing medium on in its settings."),
    FULL(
            Rule.BUSY,
            "(429|453) .*",
            "Close other viewers of the camera, or raise the number that it allows in its settings. Where several programs watch"
                    + " it, let MediaMTX serve them all, with useAbsoluteTimestamp: true."),
    NOT_READY(Rule.BUSY, "503 .*", "Wait a minute and try again: a camera that starts answers so."),
    OTHER_TRANSPORT(Rule.TRANSPORT, "461 .*", "Try the other transport: --transport udp, or tcp."),
    REFUSED(
            Rule.PORT,
            "connection refused by .*",
            "Turn RTSP on in the camera's settings and check the port: cameras use 554; go2rtc, Frigate and MediaMTX 8554."),
    OTHER_PROTOCOL(
            Rule.PORT,
            ".* does not speak RTSP.*",
            "Perhaps the camera's web page answers at this port: cameras use 554 for RTSP; go2rtc, Frigate and MediaMTX 8554."
                    + " Or the camera closed the connection: close other viewers, and give it a minute if it starts."),
    CLOSED(
            Rule.BUSY,
            ".* closed the connection while the stream was opened",
            "Close other viewers of the camera, many serve only a few, and give it a minute if it starts."),
    NO_ANSWER(
            Rule.ADDRESS,
            "no answer from .*",
            "Check the camera's address and that it has power. Can this machine reach it (ping), or is it in another network,"
                    + " or behind a firewall? Where a restreamer opens its camera on demand, raise capture.connect_timeout."),
    NO_HOST(
            Rule.ADDRESS,
            "(no way to|no such host:) .*",
            "Check the camera's address and that it has power. Can this machine reach it (ping), or is it in another network,"
                    + " or behind a firewall?"),
    NO_DEVICE(
            Rule.DEVICE,
            "(no such file or device:|cannot open) .*",
            "Check the name. The microphones of this machine are listed by: arecord -L"),
    NO_DECODER(
            Rule.CODEC,
            "(no decoder for|cannot decode) .*",
            "Choose H.264 for pictures and AAC or G.711 for sound in the camera's settings."),
    SOUND_ALONE(Rule.NO_PICTURES, "looking for its pictures again", ProbeAdvice.PICTURES_ADVICE),
    NO_KEY_FRAME(Rule.KEY_FRAMES, "no key frame for .*", ProbeAdvice.KEY_FRAME_ADVICE),
    BROKE(
            Rule.BROKEN,
            ".*",
            "Try again, with --transport tcp, and with other viewers of the camera closed: many cameras serve only a few. If it"
                    + " stays so, it is the camera's network, or the camera.");

    private final Rule rule;
    private final Pattern reason;
    private final String advice;

    FailureAdvice(Rule rule, String reason, String advice) {
        this.rule = rule;
        this.reason = Pattern.compile(reason, Pattern.DOTALL);
        this.advice = advice;
    }

    /** Empty if nothing failed. */
    static Optional<Advice> of(ProbeReport report) {
        return report.failure().flatMap(FailureAdvice::first);
    }

    private static Optional<Advice> first(String reason) {
        for (FailureAdvice each : values()) {
            if (each.reason.matcher(reason).matches()) {
                return Optional.of(new Advice(each.rule, Weight.PROBLEM, each.advice, reason));
            }
        }
        return Optional.empty();
    }
}
