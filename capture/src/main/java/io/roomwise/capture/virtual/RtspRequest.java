package io.roomwise.capture.virtual;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One RTSP 1.0 request (RFC 2326, section 6). */
record RtspRequest(String method, String uri, Map<String, String> headers) {
    /** Empty if absent. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The URI's path without the slash in front. */
    String path() {
        var authority = uri.indexOf("://");
        var slash = uri.indexOf('/', authority < 0 ? 0 : authority + 3);
        return slash < 0 ? "" : uri.substring(slash + 1);
    }

    /**
     * Takes the next complete request from a buffer in read mode; empty if there is none yet, and the buffer is as it was.
     * Interleaved binary packets (section 10.12: receiver reports) before it are skipped.
     */
    static Optional<RtspRequest> take(ByteBuffer buffer) {
        skipInterleaved(buffer);
        var text = StandardCharsets.ISO_8859_1.decode(buffer.duplicate()).toString();
        var end = text.indexOf("\r\n\r\n");
        if (text.startsWith("$") || end < 0) {
            return Optional.empty();
        }
        var lines = text.substring(0, end).split("\r\n", -1);
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var i = 1; i < lines.length; i++) {
            var colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).strip(),
                        lines[i].substring(colon + 1).strip());
            }
        }
        var length = end + 4 + contentLength(headers);
        if (length > buffer.remaining()) {
            return Optional.empty();
        }
        buffer.position(buffer.position() + length);
        var words = lines[0].split(" ", 3);
        return Optional.of(new RtspRequest(words[0], words.length > 1 ? words[1] : "", headers));
    }

    private static int contentLength(Map<String, String> headers) {
        var length = headers.getOrDefault("Content-Length", "0");
        return length.matches("\\d{1,5}") ? Integer.parseInt(length) : 0;
    }

    private static void skipInterleaved(ByteBuffer buffer) {
        while (buffer.remaining() >= 4 && buffer.get(buffer.position()) == '$') {
            var length = 4 + (buffer.getShort(buffer.position() + 2) & 0xffff);
            if (length > buffer.remaining()) {
                return;
            }
            buffer.position(buffer.position() + length);
        }
    }
}
