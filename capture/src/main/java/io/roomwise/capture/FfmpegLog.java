package io.roomwise.capture;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_INFO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.setLogCallback;

import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** FFmpeg's own log at level debug of logger {@code io.roomwise.capture.ffmpeg}, passwords masked; otherwise FFmpeg is silent. */
public final class FfmpegLog extends LogCallback {
    private static final Logger LOG = LoggerFactory.getLogger("io.roomwise.capture.ffmpeg");

    /** FFmpeg keeps only the address: the object must live as long as the process. */
    private static final FfmpegLog INSTANCE = new FfmpegLog();

    private FfmpegLog() {}

    /** To be called before FFmpeg is used; again is harmless. */
    public static void install() {
        setLogCallback(INSTANCE);
        av_log_set_level(LOG.isDebugEnabled() ? AV_LOG_INFO : AV_LOG_QUIET);
    }

    @Override
    public void call(int level, BytePointer message) {
        var text = StreamUrl.mask(message.getString().strip());
        if (!text.isEmpty()) {
            LOG.debug("{}", text);
        }
    }
}
