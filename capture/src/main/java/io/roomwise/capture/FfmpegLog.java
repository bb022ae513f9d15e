package io.roomwise.capture;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_INFO;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.setLogCallback;

import java.util.Optional;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * FFmpeg's own log at level debug of logger {@code io.roomwise.capture.ffmpeg}, passwords masked; otherwise FFmpeg is silent.
 *
 * <p>Of the status lines of RTSP (RFC 2326, 7.1.1) FFmpeg's error codes keep a few only; its log has them all.
 */
public final class FfmpegLog extends LogCallback {
    private static final Logger LOG = LoggerFactory.getLogger("io.roomwise.capture.ffmpeg");

    /** FFmpeg keeps only the address: the object must live as long as the process. */
    private static final FfmpegLog INSTANCE = new FfmpegLog();

    private static final Pattern REFUSAL = Pattern.compile("method \\w+ failed: (\\d{3}) *([\\w ]{0,60}).*");

    /** FFmpeg logs on the thread that called it. */
    private static final ThreadLocal<String> LATEST_REFUSAL = ThreadLocal.withInitial(() -> "");

    private FfmpegLog() {}

    /** To be called before FFmpeg is used; again is harmless. */
    public static void install() {
        setLogCallback(INSTANCE);
        av_log_set_level(LOG.isDebugEnabled() ? AV_LOG_INFO : AV_LOG_ERROR);
        LATEST_REFUSAL.remove();
    }

    /** {@code 453 Not Enough Bandwidth}: what a server last refused this thread with, since {@link #install}. */
    static Optional<String> refusal() {
        return Optional.of(LATEST_REFUSAL.get()).filter(status -> !status.isEmpty());
    }

    @Override
    public void call(int level, BytePointer message) {
        var text = StreamUrl.mask(message.getString().strip());
        var refusal = REFUSAL.matcher(text);
        if (refusal.find()) {
            LATEST_REFUSAL.set((refusal.group(1) + " " + refusal.group(2)).strip());
        }
        if (!text.isEmpty()) {
            LOG.debug("{}", text);
        }
    }
}
