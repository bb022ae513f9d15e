package io.roomwise.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an RTSP server says of a stream when asked to DESCRIBE it: who it is, and of its SDP (RFC 8866) what people look for.
 * Passwords are masked, control characters are gone.
 *
 * @param server header Server; empty if it does not say
 * @param name of the session (s=); empty if it has none
 * @param tracks in the order of the description
 */
public record RtspDescription(String server, String name, List<Track> tracks) {
    /** RFC 3551, tables 4 and 5: payload types that need no rtpmap, as far as cameras send them. */
    private static final Map<String, String> STATIC_TYPES =
            Map.of("0", "PCMU/8000", "8", "PCMA/8000", "9", "G722/8000", "14", "MPA/90000", "26", "JPEG/90000");

    /**
     * One medium.
     *
     * @param medium video, audio, application
     * @param encoding name, clock rate, channels (a=rtpmap): H264/90000
     * @param parameters of the format (a=fmtp); empty if there are none
     * @param framesPerSecond declared (a=framerate); 0 if not
     */
    public record Track(String medium, String encoding, String parameters, double framesPerSecond) {}

    public RtspDescription {
        tracks = List.copyOf(tracks);
    }

    static RtspDescription of(String server, String sdp) {
        var name = "";
        var tracks = new ArrayList<Track>();
        for (var section : sdp.split("\\R(?=m=)", -1)) {
            var lines = section.split("\\R", -1);
            if (lines[0].startsWith("m=")) {
                tracks.add(track(lines));
            } else {
                name = value(lines, "s=");
            }
        }
        return new RtspDescription(clean(server), clean(name), tracks);
    }

    /** Of its formats the first one counts, as it does for players. */
    private static Track track(String[] lines) {
        var words = lines[0].substring(2).split(" ", -1);
        var type = words.length > 3 ? words[3] : "";
        var encoding = value(lines, "a=rtpmap:" + type + " ");
        return new Track(
                clean(words[0]),
                clean(encoding.isEmpty() ? STATIC_TYPES.getOrDefault(type, "payload type " + type) : encoding),
                clean(value(lines, "a=fmtp:" + type + " ")),
                number(value(lines, "a=framerate:")));
    }

    private static String value(String[] lines, String key) {
        for (var line : lines) {
            if (line.toLowerCase(Locale.ROOT).startsWith(key)) {
                return line.substring(key.length()).strip();
            }
        }
        return "";
    }

    private static double number(String text) {
        return text.matches("\\d{1,4}(\\.\\d{1,6})?") ? Double.parseDouble(text) : 0;
    }

    /** It will be shown on a terminal, and comes from whoever answered. */
    private static String clean(String text) {
        return StreamUrl.mask(text.replaceAll("\\p{Cntrl}", " ").strip());
    }
}
