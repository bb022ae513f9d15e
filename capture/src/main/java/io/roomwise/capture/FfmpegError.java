package io.roomwise.capture;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_BAD_REQUEST;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_OTHER_4XX;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_SERVER_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_TOO_MANY_REQUESTS;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import io.roomwise.capture.StreamException.Retry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** FFmpeg's return codes in words. */
final class FfmpegError {
    /** Nothing there yet. */
    static final int EAGAIN = -11;

    // errno of Linux, negated
    private static final int EPERM = -1;
    private static final int ENOENT = -2;
    private static final int EIO = -5;
    private static final int EPIPE = -32;
    private static final int ECONNRESET = -104;
    private static final int ETIMEDOUT = -110;
    private static final int ECONNREFUSED = -111;
    private static final int EPROTONOSUPPORT = -93;
    private static final int ENETUNREACH = -101;
    private static final int EHOSTUNREACH = -113;

    /** What the usual refusals of cameras mean, by status code. */
    private static final Map<String, String> REFUSALS = Map.of(
            "429", "is asked too often",
            "453", "has no room for another viewer",
            "461", "does not send this way, try the other capture.rtsp_transport",
            "503", "is not ready");

    /** What FFmpeg makes of a status that it does not tell by a code of its own; of a real answer in RTSP only. */
    private static final Set<Integer> STATUSES = Set.of(
            AVERROR_HTTP_BAD_REQUEST,
            AVERROR_HTTP_TOO_MANY_REQUESTS,
            AVERROR_HTTP_OTHER_4XX,
            AVERROR_HTTP_SERVER_ERROR,
            EPROTONOSUPPORT);

    /** What FFmpeg tells of a connection that ends before the answer. */
    private static final Set<Integer> CLOSED = Set.of(AVERROR_EOF, EPIPE, ECONNRESET, EIO, EPERM);

    private FfmpegError() {}

    static boolean isInterrupted(int code) {
        return code == AVERROR_EXIT;
    }

    static boolean isEndOfFile(int code) {
        return code == AVERROR_EOF;
    }

    /** Why an input could not be opened, in words; and whether trying again soon makes sense. */
    static StreamException whileOpening(int code, StreamUrl url) {
        var host = url.host();
        if (code == AVERROR_HTTP_UNAUTHORIZED || code == AVERROR_HTTP_FORBIDDEN) {
            var status = code == AVERROR_HTTP_FORBIDDEN ? "403 Forbidden" : "401 Unauthorized";
            var why = url.hasUser() ? "has a wrong user or password" : "needs a user and a password";
            return new StreamException(status + ": " + url + " " + why, Retry.LATE);
        }
        if (code == AVERROR_HTTP_NOT_FOUND) {
            return new StreamException("404 Not Found: " + url, Retry.LATE_IF_NEVER_SEEN);
        }
        if (STATUSES.contains(code)) {
            return refused(FfmpegLog.refusal().orElse(text(code).replaceFirst("^Server returned ", "")), url);
        }
        if (isOfName(code, url)) {
            return new StreamException("no such host: " + url.hostName());
        }
        return switch (code) {
            case ECONNREFUSED -> new StreamException("connection refused by " + host);
            case ETIMEDOUT, EHOSTUNREACH, ENETUNREACH -> new StreamException("no way to " + host);
            case ENOENT -> new StreamException("no such file or device: " + url);
            default -> new StreamException(unusable(code, url));
        };
    }

    private static StreamException refused(String status, StreamUrl url) {
        var why = REFUSALS.getOrDefault(status.replaceFirst(" .*", ""), "refuses");
        return new StreamException(status + ": " + url + " " + why);
    }

    private static String unusable(int code, StreamUrl url) {
        if (!url.isRtsp()) {
            return "cannot open " + url + ": " + text(code);
        }
        if (code == AVERROR_INVALIDDATA) {
            return url.host() + " does not speak RTSP, or closed the connection";
        }
        return CLOSED.contains(code)
                ? url.host() + " closed the connection while the stream was opened"
                : "cannot open " + url + ": " + text(code);
    }

    static StreamException noAnswer(StreamUrl url, Duration timeout) {
        return new StreamException(
                "no answer from " + (url.isRtsp() ? url.host() : url) + " within " + seconds(timeout));
    }

    /** Why a stream ended. */
    static StreamException whileReading(int code) {
        return switch (code) {
            case EPIPE, ECONNRESET, EIO -> new StreamException("connection lost");
            default -> new StreamException(isEndOfFile(code) ? "ended by the sender" : "cannot read on: " + text(code));
        };
    }

    static StreamException stalled(Duration timeout) {
        return StreamException.stall("no data for " + seconds(timeout));
    }

    static StreamException undecodable(MediaRole role, Duration timeout) {
        return StreamException.stall(
                "no decodable " + role.name().toLowerCase(Locale.ROOT) + " for " + seconds(timeout));
    }

    static String seconds(Duration time) {
        var tenths = time.toMillis() / 100;
        return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
    }

    /** Whether an input could not be opened because nobody knows its host. */
    static boolean isOfName(int code, StreamUrl url) {
        return code == EIO && url.isRtsp() && !isKnown(url.hostName());
    }

    private static boolean isKnown(String host) {
        try {
            return InetAddress.getByName(host) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** FFmpeg's own text for a code. */
    static String text(int code) {
        var text = new byte[128];
        av_strerror(code, text, text.length);
        var end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }
}
