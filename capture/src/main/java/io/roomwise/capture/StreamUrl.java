package io.roomwise.capture;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a stream comes from: {@code rtsp://} and {@code rtsps://} URLs, {@code alsa:DEVICE}
 * ({@code alsa:plughw:CARD=USB} where ALSA shall convert for a device that is not mono), {@code file:PATH} or a plain path.
 * May carry a password, so it prints itself masked; {@link #reveal} is for the library that connects.
 */
public record StreamUrl(String reveal) {
    /** From the scheme to the last '@' before the path: passwords with an unescaped '@' are masked, too. */
    private static final Pattern USER_INFO = Pattern.compile("://(?:([^:/?#\\s]*):)?[^/?#\\s]*@");

    /** No '@' before the path and no number after the host: what follows the colon is a piece of a password. */
    private static final Pattern NO_PORT =
            Pattern.compile("://[^:/?#@\\[]*:(?![0-9]{1,5}(?:[/?#]|$))[^/?#@]*(?:[/?#]|$)");

    /** Cameras that take the password as a parameter, in the query or in the path. */
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)(?<![a-z0-9])(password|passwd|pwd|pass|token|key)=[^&;/\\s]*?(?=_[a-z]+=|[&;/\\s]|$)");

    public StreamUrl {
        if (reveal.isBlank()) {
            throw new IllegalArgumentException("inputs[].path must not be empty");
        }
        var scheme = reveal.indexOf("://");
        if (scheme > 0
                && !reveal.regionMatches(true, 0, "rtsp", 0, 4)
                && !reveal.regionMatches(true, 0, "file", 0, 4)) {
            throw new IllegalArgumentException(
                    "inputs[].path must be rtsp://, rtsps://, alsa:DEVICE, file:PATH or a path, was " + mask(reveal));
        }
        if (scheme > 0 && NO_PORT.matcher(reveal).find()) {
            throw new IllegalArgumentException("inputs[].path of rtsp has no valid port;"
                    + " if its password has / ? # in it, write them as %2F %3F %23");
        }
        if (reveal.equalsIgnoreCase("alsa:")) {
            throw new IllegalArgumentException("inputs[].path alsa: needs a device, for example alsa:default");
        }
    }

    boolean isRtsp() {
        return reveal.regionMatches(true, 0, "rtsp://", 0, 7) || reveal.regionMatches(true, 0, "rtsps://", 0, 8);
    }

    /** Whether there can be sound only. */
    public boolean isMicrophone() {
        return reveal.regionMatches(true, 0, "alsa:", 0, 5);
    }

    boolean isFile() {
        return !isRtsp() && !isMicrophone();
    }

    /** Whether an RTSP URL carries a user. */
    boolean hasUser() {
        return USER_INFO.matcher(reveal).find();
    }

    /** Of an RTSP URL, decoded; empty if it has none. */
    String user() {
        return decoded(userInfo().split(":", 2)[0]);
    }

    /** Of an RTSP URL, decoded; empty if it has none. */
    Secret password() {
        var words = userInfo().split(":", 2);
        return new Secret(words.length < 2 ? "" : decoded(words[1]));
    }

    private String userInfo() {
        var found = USER_INFO.matcher(reveal);
        return found.find() ? reveal.substring(found.start() + 3, found.end() - 1) : "";
    }

    /** A plus sign stays one, and what is not encoded well is taken as it is, as FFmpeg does. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** As an RTSP request has it. */
    String withoutUser() {
        return USER_INFO.matcher(reveal).replaceFirst("://");
    }

    /** {@code host:port} of an RTSP URL, port only if given. */
    String host() {
        var start = reveal.indexOf("://");
        if (start < 0) {
            return "";
        }
        var rest = reveal.substring(start + 3).split("[/?#]", 2)[0];
        return rest.substring(rest.lastIndexOf('@') + 1);
    }

    /** Without port and without the brackets of an IPv6 address. */
    String hostName() {
        var host = host();
        return host.startsWith("[") ? host.substring(1).split("]", 2)[0] : host.split(":", 2)[0];
    }

    /** Empty if it is not given. */
    OptionalInt port() {
        var host = host();
        var port = host.substring(host.indexOf(']') + 1).split(":", 2);
        return port.length < 2 ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port[1]));
    }

    /** The text with every password in it replaced by {@code ***}; for messages of libraries that quote URLs. */
    public static String mask(String text) {
        var withoutUsers = USER_INFO
                .matcher(text)
                .replaceAll(match ->
                        "://" + (match.group(1) == null ? "***@" : Matcher.quoteReplacement(match.group(1)) + ":***@"));
        return PARAMETER.matcher(withoutUsers).replaceAll("$1=***");
    }

    /** The URL with its password masked: {@code rtsp://viewer:***@10.0.10.11/sub}. */
    @Override
    public String toString() {
        return mask(reveal);
    }
}
